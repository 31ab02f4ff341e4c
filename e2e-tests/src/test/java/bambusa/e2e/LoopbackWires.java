package bambusa.e2e;

import bambusa.bench.TcpLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All relays on the loopback network, each pair over forwarded ports. */
final class LoopbackWires implements Wires {

  private final Map<Direction, TcpLink> links = new HashMap<>();
  private final Map<Integer, Integer> ports = new HashMap<>();

  private record Direction(int asker, int asked) {}

  @Override
  public void join(int one, int other) throws IOException {
    open(new Direction(one, other));
    open(new Direction(other, one));
  }

  private void open(Direction direction) throws IOException {
    TcpLink link = TcpLink.open();
    links.put(direction, link);
    Integer port = ports.get(direction.asked());
    if (port != null) {
      link.leadTo(port);
    }
  }

  private TcpLink link(int asker, int asked) {
    TcpLink link = links.get(new Direction(asker, asked));
    if (link == null) {
      throw new IllegalStateException(asker + " and " + asked + " are not joined");
    }
    return link;
  }

  @Override
  public URI way(int asker, int asked) {
    return link(asker, asked).graphql();
  }

  @Override
  public RelayProcess launch(int relay, Path data, List<String> options) {
    int port = ports.getOrDefault(relay, 0);
    RelayProcess process = RelayProcess.startAt(port, data, options.toArray(String[]::new));
    ports.put(relay, process.httpPort());
    links.forEach(
        (direction, link) -> {
          if (direction.asked() == relay) {
            link.leadTo(process.httpPort());
          }
        });
    return process;
  }

  @Override
  public void cut(int one, int other) {
    link(one, other).cut();
    link(other, one).cut();
  }

  @Override
  public void heal(int one, int other) {
    link(one, other).heal();
    link(other, one).heal();
  }

  @Override
  public URI page(int relay, RelayProcess process) {
    return process.page();
  }

  @Override
  public void close() throws IOException {
    for (TcpLink link : links.values()) {
      link.close();
    }
  }
}
