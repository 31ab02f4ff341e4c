package bambusa.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bench.Corpus;
import bambusa.bench.FilledStore;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.quic.QuicAddress;
import bambusa.relay.quic.QuicNode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A relay and the qp2p crate as published, each asking the other. */
// Rust needs a tool chain of its own: e2e-tests/qp2p-interop/run.sh builds the program and runs
// this.
@EnabledIfEnvironmentVariable(named = "QP2P_INTEROP", matches = ".+")
@Timeout(900)
final class Qp2pCrateTest {

  private static final String MANY = System.getProperty("qp2p.requests", "10000");
  private static final int ENTRIES = 1_024;
  private static final String ASKED = "{\"query\":\"{ node { entryCount } }\"}";
  private static final String COUNTED = "{\"data\":{\"node\":{\"entryCount\":\"" + ENTRIES + "\"}}";
  private static final String ANSWER = COUNTED + "}";
  private static final String PAGE =
      "{\"query\":\"{ entriesSince(first: 1000) { entries { entry operation } } }\"}";

  @TempDir Path directory;

  private RelayProcess relay(int udpPort) throws Exception {
    Path data = directory.resolve("data");
    if (!data.toFile().exists()) {
      FilledStore.fill(data, Corpus.sign(new Corpus.Shape(ENTRIES, 10, 10)).entries());
    }
    return RelayProcess.start(data, "--quic-port", Integer.toString(udpPort));
  }

  private static String address(RelayProcess relay) {
    return relay.quicAddress().replace("qp2p://", "");
  }

  private static void tell(String printed) {
    System.out.println(printed);
  }

  private static String ask(String release, String address, String how, String count, String atOnce)
      throws Exception {
    String printed = Qp2pCrate.run("ask", release, address, how, count, atOnce, ASKED);
    tell(printed);
    return printed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.28", "0.30", "0.36"})
  void crateAsksTheRelayInEveryWay(String release) throws Exception {
    try (RelayProcess relay = relay(0)) {
      String address = address(relay);
      for (String how : List.of("drop", "finish", "hold", "one-way")) {
        assertThat(ask(release, address, how, "100", "1"))
            .contains("100 answers")
            .contains(COUNTED);
      }
      if (!release.equals("0.36")) {
        assertThat(ask(release, address, "row", "100", "1")).contains("100 answers");
      }
      assertThat(ask(release, address, "drop", MANY, "1")).contains(MANY + " answers");
      assertThat(ask(release, address, "drop", MANY, "100")).contains(MANY + " answers");
      assertThat(ask(release, address, "one-way", MANY, "100")).contains(MANY + " answers");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.28", "0.30", "0.36"})
  void requestsAndAnswersOfEverySizeArrive(String release) throws Exception {
    try (RelayProcess relay = relay(0)) {
      String address = address(relay);
      assertThat(size(release, address, 1)).contains("BAD_REQUEST");
      for (int bytes : new int[] {64, 1_024, 65_536, 1 << 20}) {
        assertThat(size(release, address, bytes)).contains(ANSWER);
      }
      assertThat(size(release, address, 20 << 20)).contains("PAYLOAD_TOO_LARGE");
      String pages = Qp2pCrate.run("ask", release, address, "drop", "20", "4", PAGE);
      tell(pages);
      assertThat(pages).contains("20 answers");
    }
  }

  private static String size(String release, String address, int bytes) throws Exception {
    String printed = Qp2pCrate.run("size", release, address, Integer.toString(bytes), ASKED);
    tell(release + ", " + printed);
    return printed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.28", "0.30", "0.36"})
  void clientOfTheCrateOutlivesARelayThatStartsAgain(String release) throws Exception {
    RelayProcess relay = relay(0);
    String address = address(relay);
    try (Qp2pCrate client = Qp2pCrate.start("again", release, address, ASKED)) {
      assertThat(client.line()).contains(ANSWER);
      relay.stop();
      relay = relay(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
      client.pressEnter();
      String rest = client.rest();
      tell(release + ", " + rest);
      assertThat(rest).contains("again: " + ANSWER);
    } finally {
      relay.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"0.28,Ok(None)", "0.30,Ok(None)", "0.36,error_code: 0"})
  void relayThatStopsEndsItsConnectionsAsTheCrateDoes(String release, String told)
      throws Exception {
    try (RelayProcess relay = relay(0);
        Qp2pCrate client = Qp2pCrate.start("closed", release, address(relay))) {
      assertThat(client.line()).isEqualTo("connected");
      relay.stop();
      String ended = client.line();
      tell(release + ", " + ended);
      assertThat(ended).startsWith("ended: ").contains(told);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.28", "0.30"})
  void nodeStartsWithTheRelayAsItsContact(String release) throws Exception {
    try (RelayProcess relay = relay(0)) {
      String printed = Qp2pCrate.run("reach", release, address(relay));
      tell(printed);
      assertThat(printed).contains("sees its own address: true");
    }
  }

  /** The tickets of every node have the same name, so each is shown those of others. */
  @ParameterizedTest
  @ValueSource(strings = {"0.28", "0.30", "0.36"})
  void ticketOfAnotherNodeDoesNoHarm(String release) throws Exception {
    try (RelayProcess relay = relay(0);
        RelayProcess other = RelayProcess.start(directory.resolve("other"))) {
      String printed = Qp2pCrate.run("switch", release, address(relay), address(other), ASKED);
      assertThat(printed.lines()).hasSize(3);
      assertThat(printed).containsOnlyOnce("\"entryCount\":\"0\"");
    }
  }

  @ParameterizedTest
  @CsvSource({"0.28,F9", "0.30,F17", "0.36,F16"})
  void relayAsksTheCrate(String release, MessageLayout layout) throws Exception {
    QuicNode.Surroundings world =
        new QuicNode.Surroundings(new SecureRandom(), System::currentTimeMillis);
    int port;
    try (QuicNode asking = QuicNode.asking(layout, world)) {
      try (Qp2pCrate crate = Qp2pCrate.echo(release, 0)) {
        port = crate.port();
        for (int bytes : new int[] {1, 64, 1_024, 1 << 20, 20 << 20}) {
          byte[] request = "x".repeat(bytes).getBytes(UTF_8);
          assertThat(ask(asking, port, request)).isEqualTo(request);
        }
        tell(release + " echoed 1 B to 20 MiB");
        askOften(asking, port, 1, release);
        askOften(asking, port, 100, release);
      }
      assertThatThrownBy(() -> asking.ask(node(port), ASKED.getBytes(UTF_8), true, 3_000))
          .isInstanceOf(IOException.class);
      try (Qp2pCrate again = Qp2pCrate.echo(release, port)) {
        assertThat(again.port()).isEqualTo(port);
        byte[] request = ASKED.getBytes(UTF_8);
        assertThat(ask(asking, port, request)).isEqualTo(request);
        RelayJar.Ran query =
            RelayJar.run(
                "query", "--quic-layout", layout.name(), "qp2p://127.0.0.1:" + port, "{ a }");
        assertThat(query.out()).isEqualTo("{\"query\":\"{ a }\"}\n");
      }
    }
  }

  private static QuicAddress node(int port) {
    return new QuicAddress("127.0.0.1", port);
  }

  private static byte[] ask(QuicNode asking, int port, byte[] request) throws Exception {
    return asking.ask(node(port), request, true, 60_000);
  }

  private static void askOften(QuicNode asking, int port, int atOnce, String release)
      throws Exception {
    int count = Integer.parseInt(MANY);
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    long begun = System.nanoTime();
    try {
      List<Future<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] request = ("request " + i).getBytes(UTF_8);
        answers.add(threads.submit(() -> ask(asking, port, request)));
      }
      for (int i = 0; i < count; i++) {
        assertThat(answers.get(i).get()).asString(UTF_8).isEqualTo("request " + i);
      }
    } finally {
      threads.shutdownNow();
    }
    double perSecond = count * 1e9 / (System.nanoTime() - begun);
    tell(
        String.format(
            Locale.ROOT,
            "%s answered the relay %d times, %d at once, %.0f/s",
            release,
            count,
            atOnce,
            perSecond));
  }
}
