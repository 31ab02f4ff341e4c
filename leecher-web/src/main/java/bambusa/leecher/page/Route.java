package bambusa.leecher.page;

import org.jspecify.annotations.Nullable;

/**
 * Which log and entry are looked at; stands behind the {@code #} of the address, so that going back
 * works and a view can be linked to.
 *
 * @param author empty if the list of logs is looked at
 * @param seqNum empty if no entry is chosen
 */
record Route(String author, String logId, String seqNum) {
  static final Route LOGS = new Route("", "", "");
  private static final String LOG = "log/";

  /** Anything that is not the address of a log or an entry leads to the list of logs. */
  static Route of(String fragment) {
    if (!fragment.startsWith(LOG)) {
      return LOGS;
    }
    String rest = fragment.substring(LOG.length());
    int first = rest.indexOf('/');
    if (first <= 0) {
      return LOGS;
    }
    int second = rest.indexOf('/', first + 1);
    String logId = second < 0 ? rest.substring(first + 1) : rest.substring(first + 1, second);
    String seqNum = second < 0 ? "" : rest.substring(second + 1);
    return isNumber(logId)
        ? new Route(rest.substring(0, first), logId, isNumber(seqNum) ? seqNum : "")
        : LOGS;
  }

  static String log(String author, String logId) {
    return LOG + author + "/" + logId;
  }

  static String entry(String author, String logId, String seqNum) {
    return log(author, logId) + "/" + seqNum;
  }

  boolean isLog() {
    return !author.isEmpty();
  }

  boolean isEntry() {
    return !seqNum.isEmpty();
  }

  boolean isOf(@Nullable String otherAuthor, @Nullable String otherLogId) {
    return author.equals(otherAuthor) && logId.equals(otherLogId);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
