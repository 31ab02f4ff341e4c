package bambusa.relay.http;

import bambusa.relay.graphql.AskerAddress;
import bambusa.relay.meters.Tally;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of each client and closes what is too many: a few clients must not hold
 * all there are. Connections of a trusted proxy are of many clients and are not counted.
 */
final class ConnectionCount implements Connection.Listener {

  private final int maxPerClient;
  private final ClientAddress addresses;
  private final Tally limited;
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  /** Whose they are: a connection that is closed cannot tell any more. */
  private final Map<Connection, String> clients = new ConcurrentHashMap<>();

  private final AtomicInteger all = new AtomicInteger();

  ConnectionCount(int maxPerClient, ClientAddress addresses, Tally limited) {
    this.maxPerClient = maxPerClient;
    this.addresses = addresses;
    this.limited = limited;
  }

  @Override
  public void onOpened(Connection connection) {
    all.incrementAndGet();
    InetAddress address = address(connection);
    if (address != null && !addresses.isTrusted(address)) {
      String client = AskerAddress.of(address);
      clients.put(connection, client);
      int own = open.merge(client, 1, Integer::sum);
      if (own > maxPerClient) {
        limited.add("connections-per-client");
        connection.close();
      }
    }
  }

  @Override
  public void onClosed(Connection connection) {
    all.decrementAndGet();
    String client = clients.remove(connection);
    if (client != null) {
      open.computeIfPresent(client, (same, own) -> own == 1 ? null : own - 1);
    }
  }

  private static @Nullable InetAddress address(Connection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress socket
        ? socket.getAddress()
        : null;
  }

  /** Of all clients together. */
  int open() {
    return all.get();
  }

  /** Of the client that has most. */
  int mostOfOneClient() {
    return open.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
