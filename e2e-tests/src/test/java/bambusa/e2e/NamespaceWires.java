package bambusa.e2e;

import bambusa.bench.TcpLink;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Each relay in a network namespace of its own, with a pair of virtual interfaces to this one and a
 * pair to each neighbour. A cut takes one of these down: packets vanish, no connection is told.
 */
final class NamespaceWires implements Wires {

  private static final int PORT = 2020;
  private static final String HOST = "10.213.77.1";

  /** Apart from whoever does the same at the same time; interfaces have 15 letters at most. */
  private final String prefix = "bb" + ProcessHandle.current().pid() % 100_000;

  private final List<String> namespaces = new ArrayList<>();
  private final List<String> interfaces = new ArrayList<>();
  private final List<TcpLink> browserLinks = new ArrayList<>();

  private NamespaceWires() {}

  /**
   * Makes the namespaces.
   *
   * @throws IOException when the system refuses: not root, no such command, no such right
   */
  static NamespaceWires of(int relays) throws IOException {
    NamespaceWires wires = new NamespaceWires();
    try {
      for (int relay = 0; relay < relays; relay++) {
        wires.addNamespace(relay);
      }
      return wires;
    } catch (IOException e) {
      wires.close();
      throw e;
    }
  }

  private static String address(int relay) {
    return "10.213.77." + (10 + relay);
  }

  private String namespace(int relay) {
    return prefix + "r" + relay;
  }

  /** The interface of one relay towards another. */
  private String towards(int relay, int other) {
    return prefix + "w" + relay + "-" + other;
  }

  private void addNamespace(int relay) throws IOException {
    String name = namespace(relay);
    run("ip netns add " + name);
    namespaces.add(name);
    String outside = prefix + "h" + relay;
    String inside = prefix + "i" + relay;
    run("ip link add " + outside + " type veth peer name " + inside + " netns " + name);
    interfaces.add(outside);
    run("ip addr add " + HOST + "/32 dev " + outside);
    run("ip link set " + outside + " up");
    run("ip route add " + address(relay) + "/32 dev " + outside);
    run("ip -n " + name + " link set lo up");
    run("ip -n " + name + " addr add " + address(relay) + "/32 dev lo");
    connect(relay, inside, HOST);
  }

  private void connect(int relay, String device, String to) throws IOException {
    String in = "ip -n " + namespace(relay);
    run(in + " link set " + device + " up");
    run(in + " route replace " + to + "/32 dev " + device + " src " + address(relay));
  }

  @Override
  public void join(int one, int other) throws IOException {
    run(
        "ip -n %s link add %s type veth peer name %s netns %s"
            .formatted(namespace(one), towards(one, other), towards(other, one), namespace(other)));
    heal(one, other);
  }

  @Override
  public void heal(int one, int other) throws IOException {
    connect(one, towards(one, other), address(other));
    connect(other, towards(other, one), address(one));
  }

  @Override
  public void cut(int one, int other) throws IOException {
    run("ip -n " + namespace(one) + " link set " + towards(one, other) + " down");
  }

  @Override
  public URI way(int asker, int asked) {
    return URI.create("http://" + address(asked) + ":" + PORT + "/graphql");
  }

  @Override
  public RelayProcess launch(int relay, Path data, List<String> options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--data",
                data.toString(),
                "--host",
                address(relay),
                "--http-port",
                Integer.toString(PORT)));
    arguments.addAll(options);
    ProcessBuilder relayCommand = RelayJar.command(arguments.toArray(String[]::new));
    relayCommand.command().addAll(0, List.of("ip", "netns", "exec", namespace(relay)));
    return RelayProcess.launch(data, relayCommand);
  }

  /** Through a port of the loopback network: browsers give other addresses fewer rights. */
  @Override
  public URI page(int relay, RelayProcess process) throws IOException {
    TcpLink link = TcpLink.open();
    browserLinks.add(link);
    link.leadTo(address(relay), PORT);
    return link.graphql().resolve("/");
  }

  private static void run(String command) throws IOException {
    Process process = new ProcessBuilder(command.split(" ", -1)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (TcpLink link : browserLinks) {
      link.close();
    }
    for (String device : interfaces) {
      run("ip link del " + device);
    }
    interfaces.clear();
    for (String name : namespaces) {
      run("ip netns del " + name);
    }
    namespaces.clear();
  }
}
