package bambusa.relay.http;

/**
 * Where the server listens, and what clients may cost it.
 *
 * @param host name or address of the interface
 * @param port 0 for any free one
 * @param maxBodyBytes of a request; the largest operation a client makes is a blob piece, half a
 *     megabyte as hex (p2panda.md 1.5)
 * @param maxHeaderBytes of a request
 * @param idleMillis a connection on which nothing moves is closed; held queries are not idle
 * @param minBytesPerSecond a client that sends or takes less is cut off
 * @param maxConnections at a time; further ones wait in the system's queue
 * @param maxThreads that serve connections
 */
public record HttpSettings(
    String host,
    int port,
    int maxBodyBytes,
    int maxHeaderBytes,
    long idleMillis,
    int minBytesPerSecond,
    int maxConnections,
    int maxThreads) {

  /** What fits a relay in the open. */
  public static HttpSettings of(String host, int port) {
    return new HttpSettings(host, port, 2 << 20, 8 << 10, 20_000, 16_000, 12_000, 32);
  }
}
