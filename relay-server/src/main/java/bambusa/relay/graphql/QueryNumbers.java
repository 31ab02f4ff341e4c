package bambusa.relay.graphql;

/**
 * Refuses numbers that nothing could hold before they are read: reading the digits of one takes
 * time that grows with the square of their count, and all other work of the relay may have to wait
 * for it.
 */
final class QueryNumbers {

  /** More than any number of 64 bits or of floating point has, written in full. */
  private static final int MAX_DIGITS = 1_000;

  private static final String BLOCK = "\"\"\"";

  private final String query;
  private int at;

  private QueryNumbers(String query) {
    this.query = query;
  }

  /**
   * Looks at all digits that stand together outside of texts and comments.
   *
   * @throws GraphQlFault with {@link GraphQlErrorCode#QUERY_TOO_LONG}
   */
  static void check(String query) {
    new QueryNumbers(query).check();
  }

  private void check() {
    int digits = 0;
    while (at < query.length()) {
      char next = query.charAt(at);
      digits = next >= '0' && next <= '9' ? digits + 1 : 0;
      if (digits > MAX_DIGITS) {
        throw GraphQlFault.over(
            GraphQlErrorCode.QUERY_TOO_LONG, "number of digits", digits, MAX_DIGITS);
      }
      if (query.startsWith(BLOCK, at)) {
        skipTo(BLOCK, BLOCK.length());
      } else if (next == '"') {
        skipTo("\"", 1);
      } else if (next == '#') {
        skipComment();
      } else {
        at++;
      }
    }
  }

  /** What has no end is not GraphQL, which the parser says. */
  private void skipTo(String end, int begin) {
    at += begin;
    while (at < query.length() && !query.startsWith(end, at)) {
      at += query.charAt(at) == '\\' ? 1 + escaped(end) : 1;
    }
    at += end.length();
  }

  /** GraphQL, 2.9.4: in a block only its end can be escaped. */
  private int escaped(String end) {
    return end.equals(BLOCK) && !query.startsWith(BLOCK, at + 1) ? 0 : end.length();
  }

  private void skipComment() {
    while (at < query.length() && query.charAt(at) != '\n' && query.charAt(at) != '\r') {
      at++;
    }
  }
}
