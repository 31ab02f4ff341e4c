package bambusa.log;

import bambusa.crypto.PublicKey;

/** Names a log: its author and its number. Ordered by author, then number. */
public record LogKey(PublicKey author, LogId logId) implements Comparable<LogKey> {

  @Override
  public int compareTo(LogKey other) {
    int byAuthor = author.compareTo(other.author);
    return byAuthor != 0 ? byAuthor : logId.compareTo(other.logId);
  }

  /** {@code author/logId}, for messages to people. */
  @Override
  public String toString() {
    return author + "/" + logId;
  }
}
