package bambusa.log;

/** Names a place in a log. Several signed entries can claim the same one: a fork. */
public record LogPosition(LogKey log, SeqNum seqNum) implements Comparable<LogPosition> {

  @Override
  public int compareTo(LogPosition other) {
    int byLog = log.compareTo(other.log);
    return byLog != 0 ? byLog : seqNum.compareTo(other.seqNum);
  }

  /** {@code author/logId/seqNum}, for messages to people. */
  @Override
  public String toString() {
    return log + "/" + seqNum;
  }
}
