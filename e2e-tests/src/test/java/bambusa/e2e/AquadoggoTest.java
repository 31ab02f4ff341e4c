package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.log.Entry;
import bambusa.log.EntryEncoder;
import bambusa.log.LogId;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationEncoder;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A relay and aquadoggo v0.4.0, as published; its operations are in encoding E2. */
// The node is Rust and needs a tool chain of its own: e2e-tests/aquadoggo/README.md.
@EnabledIfEnvironmentVariable(named = "AQUADOGGO", matches = ".+")
final class AquadoggoTest {

  private static final long PATIENCE_SECONDS = 60;
  private static final long LOOK_MILLIS = 200;

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestAuthor author = TestAuthor.named("an author of 2022");
  private final Signed create = create("first");
  private final Signed update = update(create.entry());

  private record Signed(Entry entry, EncodedOperation operation) {}

  @Test
  void whatIsPublishedAtAquadoggoComesToTheRelay() throws Exception {
    int port = freePort();
    Process doggo = doggo(port);
    try (RelayProcess relay =
        RelayProcess.start(
            directory.resolve("relay"),
            "--peer",
            graphql(port).toString(),
            "--replicate-owner",
            author.publicKey().toString())) {
      publish(graphql(port), create);
      publish(graphql(port), update);
      comesTo(relay.graphql(), create);
      comesTo(relay.graphql(), update);
    } finally {
      end(doggo);
    }
  }

  @Test
  void whatIsPublishedAtTheRelayComesToAquadoggo() throws Exception {
    int port = freePort();
    try (RelayProcess relay = RelayProcess.start(directory.resolve("relay"))) {
      publish(relay.graphql(), create);
      publish(relay.graphql(), update);
      Process doggo = doggo(port, relay.graphql().toString(), author.publicKey() + "=0");
      try {
        comesTo(graphql(port), create);
        comesTo(graphql(port), update);
      } finally {
        end(doggo);
      }
    }
  }

  private Signed create(String name) {
    EncodedOperation operation =
        OperationEncoder.encode(
            Operation.create(
                SchemaId.SCHEMA_FIELD_DEFINITION,
                Map.of("name", new PlainValue.Str(name), "type", new PlainValue.Str("str"))));
    EntryEncoder.Place place = EntryEncoder.Place.first(new LogId(0));
    return new Signed(EntryEncoder.sign(author, place, operation.bytes()), operation);
  }

  private Signed update(Entry first) {
    Hash previous = first.hash();
    String modern =
        OperationEncoder.encode(
                Operation.update(
                    SchemaId.SCHEMA_FIELD_DEFINITION,
                    DocumentViewId.of(previous),
                    Map.of("name", new PlainValue.Str("renamed"))))
            .toString();
    // E2 holds a hash as text, where E3 has a byte string (p2panda.md 2.7).
    String text = Hex.encode(previous.toString().getBytes(StandardCharsets.US_ASCII));
    String old = modern.replace("5822" + previous, "7844" + text);
    assertThat(old).isNotEqualTo(modern);
    EncodedOperation operation = parse(old);
    EntryEncoder.Place place = new EntryEncoder.Place(new LogId(0), new SeqNum(2), null, previous);
    return new Signed(EntryEncoder.sign(author, place, operation.bytes()), operation);
  }

  private static EncodedOperation parse(String hex) {
    try {
      return EncodedOperation.parse(hex);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private Process doggo(int port, String... peer) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getenv("AQUADOGGO"),
                Integer.toString(port),
                directory.resolve("doggo.sqlite").toString()));
    command.addAll(List.of(peer));
    Process doggo =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("doggo.log").toFile())
            .start();
    long deadline = deadline();
    while (!answers(port)) {
      waitFor("aquadoggo", deadline);
    }
    return doggo;
  }

  private boolean answers(int port) throws InterruptedException {
    try {
      return ask(graphql(port), "{ __typename }").contains("data");
    } catch (IOException notYet) {
      return false;
    }
  }

  private void publish(URI node, Signed signed) throws Exception {
    String answer =
        ask(
            node,
            "mutation { publish(entry: \""
                + signed.entry().encoded()
                + "\", operation: \""
                + signed.operation()
                + "\") { seqNum } }");
    assertThat(answer).doesNotContain("errors");
  }

  private void comesTo(URI node, Signed signed) throws Exception {
    String query = "{ entryByHash(hash: \"" + signed.entry().hash() + "\") { entry operation } }";
    long deadline = deadline();
    String answer = ask(node, query);
    while (!answer.contains(signed.entry().encoded().toString())) {
      waitFor(answer, deadline);
      answer = ask(node, query);
    }
    assertThat(answer).contains(signed.operation().toString());
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
  }

  /** aquadoggo has no query that waits, so it is asked again and again. */
  private static void waitFor(String what, long deadline) throws InterruptedException {
    assertThat(System.nanoTime()).as(what).isLessThan(deadline);
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
  }

  private static URI graphql(int port) {
    return URI.create("http://127.0.0.1:" + port + "/graphql");
  }

  private String ask(URI node, String query) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(node)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"query\":\"" + query.replace("\"", "\\\"") + "\"}"))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }
}
