package bambusa.relay.limits;

import java.util.Locale;
import java.util.Optional;

/**
 * Everything that is bounded, with the bound of a relay in the open. What is kept in memory follows
 * the heap: a small one is not filled by those who only wait. A client is an address, of IPv6 its
 * first 64 bits: keys are free, so they bound nothing.
 */
public enum Limit {
  REQUESTS(1_000, 1, "requests of all clients under way or queued"),
  REQUESTS_PER_CLIENT(500, 1, "requests of one client under way or queued"),
  // Each takes 34 kB: all together a third of the heap.
  WAITING(10_000, 1, "queries of all clients that wait for news", 100_000),
  WAITING_PER_CLIENT(2_000, 1, "queries of one client that wait for news", 500_000),
  REQUEST_RATE(2_000, 0, "requests of one client, a second"),
  PUBLISH_RATE(1_000, 0, "entries published by one client, a second"),
  BYTE_RATE(100L << 20, 0, "bytes asked and answered of one client, a second"),
  COST_RATE(5_000_000, 0, "cost of the queries of one client, a second"),
  CONNECTIONS(12_000, 1, "HTTP connections of all clients", 80_000),
  CONNECTIONS_PER_CLIENT(2_500, 1, "HTTP connections of one client", 400_000),
  UNREAD_BYTES(1 << 30, 1 << 20, "bytes of answers that clients have not read yet", 4),
  ARRIVING_BYTES(1 << 29, 1 << 20, "bytes of requests that are arriving or being answered", 8),
  BODY_BYTES(2 << 20, 1_024, "bytes of a request"),
  HEADER_BYTES(8 << 10, 1_024, "bytes of the headers of a request"),
  IDLE_SECONDS(20, 1, "seconds on a connection without a byte; waiting queries are not idle"),
  MIN_BYTE_RATE(16_000, 1, "bytes a second; a client that sends or takes less is cut off"),
  QUERY_TOKENS(15_000, 100, "tokens of a query"),
  QUERY_DEPTH(10, 5, "fields within fields of a query"),
  QUERY_FIELDS(5_000, 100, "fields of a query, fragments expanded"),
  QUERY_ALIASES(500, 1, "root fields of a query, aliases counted each"),
  QUERY_COST(250_000, 1_000, "cost of a query: its lists' lengths times the fields of each item"),
  ANSWER_BYTES(32 << 20, 1 << 16, "bytes of an answer"),
  EXECUTION_MILLIS(10_000, 100, "milliseconds of executing a query, waiting not counted"),
  WAIT_SECONDS(60, 0, "seconds a query may wait for news"),
  PAGE_ENTRIES(1_000, 1, "entries of a page"),
  PAGE_BYTES(4 << 20, 1 << 16, "bytes of the entries of a page"),
  PAGE_LOGS(10_000, 1, "logs of a page of heights"),
  AUTHOR_ENTRIES(0, 0, "entries stored of one author"),
  AUTHOR_BYTES(0, 0, "bytes stored of one author"),
  OWNER_ENTRIES(0, 0, "entries stored in documents of one owner, whoever wrote them"),
  OWNER_BYTES(0, 0, "bytes stored in documents of one owner, whoever wrote them"),
  SCHEMA_ENTRIES(0, 0, "entries stored of one schema"),
  SCHEMA_BYTES(0, 0, "bytes stored of one schema"),
  STORE_BYTES(0, 0, "bytes of the store on disk; at it nothing more is taken in"),
  STORE_FREE_BYTES(
      256L << 20, 0, "bytes free on the disk of the store; below, nothing is taken in"),
  POLICY_MILLIS(2_000, 10, "milliseconds the policy program may take"),
  LOG_LINES(60, 1, "lines of one kind in the log, a minute");

  private final long byDefault;
  private final long least;
  private final String meaning;

  /** For each of what is counted the heap must have so much; 0 where memory does not matter. */
  private final long heapBytesOfOne;

  Limit(long byDefault, long least, String meaning) {
    this(byDefault, least, meaning, 0);
  }

  Limit(long byDefault, long least, String meaning, long heapBytesOfOne) {
    this.byDefault = byDefault;
    this.least = least;
    this.meaning = meaning;
    this.heapBytesOfOne = heapBytesOfOne;
  }

  /** Its name in {@code --limit NAME=NUMBER}; in a file {@code limit-} stands before it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Where the heap is large. */
  public long byDefault() {
    return byDefault;
  }

  /** With so large a heap. */
  public long byDefault(long heapBytes) {
    return heapBytesOfOne == 0
        ? byDefault
        : Math.max(least, Math.min(byDefault, heapBytes / heapBytesOfOne));
  }

  /** So many bytes of the heap let the default grow by one; 0 where it follows no heap. */
  public long heapBytesOfOne() {
    return heapBytesOfOne;
  }

  /** The smallest value that leaves a relay that works; where it is 0, that means no limit. */
  public long least() {
    return least;
  }

  /** What is counted, in words. */
  public String meaning() {
    return meaning;
  }

  /** The limit of that name. */
  public static Optional<Limit> byKey(String key) {
    for (Limit limit : values()) {
      if (limit.key().equals(key)) {
        return Optional.of(limit);
      }
    }
    return Optional.empty();
  }
}
