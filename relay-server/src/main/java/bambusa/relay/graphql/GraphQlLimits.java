package bambusa.relay.graphql;

import bambusa.relay.limits.Limit;
import bambusa.relay.limits.Limits;

/**
 * What one request, one asker and all askers together may cost. Every limit has a {@link
 * GraphQlErrorCode} of its own, and the error names the limit and its value.
 *
 * @param maxCharacters of the query text
 * @param maxTokens of the query text
 * @param maxDepth of fields within fields; introspection has a bound of its own in the engine
 * @param maxFields of the operation with its fragments expanded
 * @param maxRootFields of the operation, so also the number of aliases that ask the store
 * @param maxCost sum over all lists of their length times the fields asked for in each item
 * @param maxAnswerBytes of the JSON of an answer
 * @param maxExecutionMillis from start to answer, waiting not counted
 * @param maxWaitSeconds of a held query
 * @param maxWaiting held queries of all askers
 * @param maxWaitingPerAsker held queries of one asker
 * @param maxConcurrent requests of all askers that run or are queued, held ones not counted
 * @param maxConcurrentPerAsker the same of one asker
 * @param maxEntries of one page
 * @param maxBytes of the entries and operations of one page, as bytes
 * @param maxLogs of one page of log heights, and of the windows asked for in one request
 * @param maxUnreadBytes of all answers that wait until they are read
 */
public record GraphQlLimits(
    int maxCharacters,
    int maxTokens,
    int maxDepth,
    int maxFields,
    int maxRootFields,
    long maxCost,
    int maxAnswerBytes,
    long maxExecutionMillis,
    int maxWaitSeconds,
    int maxWaiting,
    int maxWaitingPerAsker,
    int maxConcurrent,
    int maxConcurrentPerAsker,
    int maxEntries,
    int maxBytes,
    int maxLogs,
    long maxUnreadBytes) {

  /** Length of a page of the standard queries when none is asked for (p2panda.md 5.2). */
  static final int DEFAULT_STANDARD_PAGE = 10;

  /** Longest page of the standard queries (p2panda.md 5.2). */
  static final int MAX_STANDARD_PAGE = 10_000;

  /**
   * For a relay in the open. Fifty aliased logs of 500 entries (p2panda.md 8.5) pass; the same with
   * certificate pools does not.
   */
  public static final GraphQlLimits DEFAULT = of(Limits.DEFAULT);

  /** Those of a relay; a query text has no limit of its own but that of a request. */
  public static GraphQlLimits of(Limits limits) {
    return new GraphQlLimits(
        limits.count(Limit.BODY_BYTES),
        limits.count(Limit.QUERY_TOKENS),
        limits.count(Limit.QUERY_DEPTH),
        limits.count(Limit.QUERY_FIELDS),
        limits.count(Limit.QUERY_ALIASES),
        limits.of(Limit.QUERY_COST),
        limits.count(Limit.ANSWER_BYTES),
        limits.of(Limit.EXECUTION_MILLIS),
        limits.count(Limit.WAIT_SECONDS),
        limits.count(Limit.WAITING),
        limits.count(Limit.WAITING_PER_CLIENT),
        limits.count(Limit.REQUESTS),
        limits.count(Limit.REQUESTS_PER_CLIENT),
        limits.count(Limit.PAGE_ENTRIES),
        limits.count(Limit.PAGE_BYTES),
        limits.count(Limit.PAGE_LOGS),
        limits.of(Limit.UNREAD_BYTES));
  }
}
