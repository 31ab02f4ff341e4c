package bambusa.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * How relays in processes of their own reach each other: each pair over a way of its own, which can
 * be cut.
 */
interface Wires extends AutoCloseable {

  /** Each relay in a network of its own where the system lets us, else all on the loopback one. */
  static Wires of(int relays) throws IOException {
    try {
      return NamespaceWires.of(relays);
    } catch (IOException e) {
      System.out.println("No network namespaces, relays talk over loopback: " + e.getMessage());
      return new LoopbackWires();
    }
  }

  /** Lets two reach each other. */
  void join(int one, int other) throws IOException;

  /** The address at which one asks another. */
  URI way(int asker, int asked);

  /** Starts a relay where it belongs. */
  RelayProcess launch(int relay, Path data, List<String> options);

  /** Nothing passes between two from now on, and nobody is told. */
  void cut(int one, int other) throws IOException;

  void heal(int one, int other) throws IOException;

  /** Where a browser on this machine finds a relay's page, as if it were on the same. */
  URI page(int relay, RelayProcess process) throws IOException;

  @Override
  void close() throws IOException;
}
