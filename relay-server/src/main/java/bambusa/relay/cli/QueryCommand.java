package bambusa.relay.cli;

import bambusa.relay.peers.HttpPeerTransports;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.quic.QuicAddress;
import bambusa.relay.quic.QuicNode;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./relay query}: asks a relay over either transport and prints the JSON. */
@Command(
    name = "query",
    description = "Ask a relay, over HTTP or QUIC, and print the JSON it answers.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:answered without errors", "1:no answer, or one with errors"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./relay query http://localhost:2020 '{ node { entryCount } }'",
      "  ./relay query qp2p://localhost '{ node { entryCount } }'"
    })
final class QueryCommand implements Callable<Integer> {

  /** Above what a query may be held (60 s). */
  private static final long TIMEOUT_MILLIS = 90_000;

  private static final long SAY_MILLIS = 3_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description =
          "Address of the relay: http(s)://host[:port] or qp2p://host[:port]; the port is 2020, or"
              + " 2022, when left out.")
  String url = "";

  @Parameters(index = "1", paramLabel = "GRAPHQL", description = "What to ask.")
  String query = "";

  @Option(
      names = "--variables",
      paramLabel = "JSON",
      description = {"Values of the query's variables, as an object.", "  Default: none"})
  @Nullable String variables;

  @Option(
      names = "--quic-layout",
      paramLabel = "NAME",
      description = {
        "Layout of messages over QUIC: F9, F17 or F16, see ./relay serve --help.",
        "  Default: F9"
      })
  MessageLayout layout = MessageLayout.F9;

  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  QueryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws WrongUseException, CommandException, InterruptedException {
    PeerAddress address = PeersFileAccess.address(url);
    String answer = new String(ask(address, body()), StandardCharsets.UTF_8);
    surroundings.out().println(answer);
    return isWithoutErrors(answer) ? 0 : 1;
  }

  private String body() throws WrongUseException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("query", query);
    if (variables != null) {
      try {
        JsonNode values = JSON.readTree(variables);
        if (!values.isObject()) {
          throw new WrongUseException("--variables: expected a JSON object, got '" + values + "'");
        }
        body.set("variables", values);
      } catch (JsonProcessingException e) {
        throw new WrongUseException("--variables: expected JSON: " + e.getOriginalMessage());
      }
    }
    return body.toString();
  }

  private byte[] ask(PeerAddress address, String body)
      throws CommandException, InterruptedException {
    try {
      return address.isQuic()
          ? askOverQuic(QuicAddress.of(address), body)
          : new HttpPeerTransports().apply(address).ask(body, TIMEOUT_MILLIS);
    } catch (IOException e) {
      throw new CommandException("no answer from " + address + ": " + e.getMessage(), e);
    }
  }

  private byte[] askOverQuic(QuicAddress address, String body)
      throws IOException, InterruptedException {
    QuicNode.Surroundings world =
        new QuicNode.Surroundings(surroundings.random(), surroundings.nowMillis());
    ScheduledExecutorService patience = Executors.newSingleThreadScheduledExecutor();
    try (QuicNode node = QuicNode.asking(layout, world)) {
      Future<?> unusedSaying =
          patience.schedule(() -> sayThatItWaits(address), SAY_MILLIS, TimeUnit.MILLISECONDS);
      // It may be a mutation, and that must not be sent twice.
      boolean repeatable = !query.contains("mutation");
      return node.ask(address, body.getBytes(StandardCharsets.UTF_8), repeatable, TIMEOUT_MILLIS);
    } finally {
      patience.shutdownNow();
    }
  }

  /** Nothing tells that a UDP port is closed, so dialling goes on for its thirty seconds. */
  private void sayThatItWaits(QuicAddress address) {
    surroundings
        .err()
        .println(
            "still waiting for UDP port "
                + address.port()
                + " of "
                + address.host()
                + "; half a minute tells that nobody answers there");
  }

  private static boolean isWithoutErrors(String answer) throws CommandException {
    try {
      return JSON.readTree(answer).path("errors").isMissingNode();
    } catch (JsonProcessingException e) {
      throw new CommandException("the answer is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
