package bambusa.replication;

import bambusa.bytes.MalformedException;

/** Reads what came over the wire as the reply to a question, within bounds the asker sets. */
public final class ReplyReader {

  private final int maxEntries;
  private final int maxLogs;
  private final int maxBytes;

  /** Refuses replies of more entries, logs or bytes. */
  public ReplyReader(int maxEntries, int maxLogs, int maxBytes) {
    this.maxEntries = maxEntries;
    this.maxLogs = maxLogs;
    this.maxBytes = maxBytes;
  }

  /**
   * @throws MalformedException when the bytes are no GraphQL response to the question, or above the
   *     bounds
   */
  public Reply read(Question question, byte[] response) throws MalformedException {
    if (response.length > maxBytes) {
      throw new MalformedException(
          "expected an answer of at most " + maxBytes + " bytes, got " + response.length);
    }
    Answer<? extends Reply> answer = answer(question, response);
    if (answer instanceof Answer.Failed<? extends Reply> failed) {
      return new Reply.Errors(failed.messages());
    }
    return ((Answer.Given<? extends Reply>) answer).value();
  }

  private Answer<? extends Reply> answer(Question question, byte[] response)
      throws MalformedException {
    if (question instanceof Question.Node) {
      return NodeInfoReader.read(response).map(Reply.Node::new);
    }
    if (question instanceof Question.Feed) {
      return new FeedPageReader(maxEntries, maxBytes).read(response).map(Reply.Feed::new);
    }
    if (question instanceof Question.Logs) {
      return new EntriesReader(maxEntries)
          .readFromLogs(response)
          .map(logs -> new Reply.Logs(logs.entries(), logs.complete()));
    }
    if (question instanceof Question.Entries) {
      return new EntriesReader(maxEntries).readByHash(response).map(Reply.Entries::new);
    }
    if (question instanceof Question.Held) {
      return EntriesReader.readHeld(response);
    }
    HeightsReader heights = new HeightsReader(maxLogs);
    if (question instanceof Question.Heights) {
      return ResponseScanner.scan(response, heights::heights);
    }
    if (question instanceof Question.Proofs) {
      return ResponseScanner.scan(response, heights::proofs);
    }
    if (question instanceof Question.Ranges asked) {
      return ResponseScanner.scan(response, in -> heights.ranges(in, asked.ranges()));
    }
    Question.StandardLogs standard = (Question.StandardLogs) question;
    return ResponseScanner.scan(
        response, new StandardReader(standard.parts().size(), maxEntries)::pages);
  }
}
