package bambusa.relay.http;

import bambusa.relay.limits.AddressRange;
import bambusa.relay.limits.Limit;
import bambusa.relay.limits.Limits;
import java.util.List;

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
 * @param maxConnectionsPerClient at a time; further ones are closed
 * @param maxArrivingBytes of all bodies that are being read
 * @param maxThreads that serve connections
 * @param trustedProxies whose word about the address of a client is taken
 */
public record HttpSettings(
    String host,
    int port,
    int maxBodyBytes,
    int maxHeaderBytes,
    long idleMillis,
    int minBytesPerSecond,
    int maxConnections,
    int maxConnectionsPerClient,
    long maxArrivingBytes,
    int maxThreads,
    List<AddressRange> trustedProxies) {

  private static final int THREADS = 32;

  public HttpSettings {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** What fits a relay in the open. */
  public static HttpSettings of(String host, int port) {
    return of(host, port, Limits.DEFAULT, List.of());
  }

  public static HttpSettings of(
      String host, int port, Limits limits, List<AddressRange> trustedProxies) {
    return new HttpSettings(
        host,
        port,
        limits.count(Limit.BODY_BYTES),
        limits.count(Limit.HEADER_BYTES),
        limits.of(Limit.IDLE_SECONDS) * 1_000,
        limits.count(Limit.MIN_BYTE_RATE),
        limits.count(Limit.CONNECTIONS),
        limits.count(Limit.CONNECTIONS_PER_CLIENT),
        limits.of(Limit.ARRIVING_BYTES),
        THREADS,
        trustedProxies);
  }
}
