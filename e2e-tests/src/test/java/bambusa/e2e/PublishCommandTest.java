package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bytes.Hex;
import bambusa.crypto.Hash;
import bambusa.e2e.RelayJar.Ran;
import bambusa.operation.Action;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.relay.client.RelayClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer with nothing but the relay's own commands. */
final class PublishCommandTest {

  @TempDir Path directory;

  @Test
  void documentIsCreatedChangedAndDeletedFromTheCommandLine() throws Exception {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      String key = directory.resolve("my.key").toString();
      assertThat(RelayJar.run("keygen", "--out", key).exitCode()).isZero();
      Map<String, String> environment =
          Map.of("BAMBUSA_KEY", key, "BAMBUSA_RELAY", relay.page().toString());
      RelayClient client = new RelayClient(relay.graphql(), HttpClient.newHttpClient());

      String schema =
          id(
              environment,
              "schema",
              "task",
              "--field",
              "title:str",
              "--field",
              "done:bool",
              "--field",
              "hours:float",
              "--field",
              "priority:int",
              "--field",
              "picture:bytes",
              "--description",
              "What is to be done");
      assertThat(schema).matches("task_0020[0-9a-f]{64}");

      Files.write(directory.resolve("picture"), new byte[] {1, 2, 3});
      String created =
          id(
              environment,
              "create",
              schema,
              "title=Water the bamboo",
              "done=false",
              "hours=1.5",
              "priority=-2",
              "picture=@" + directory.resolve("picture"));
      Operation create = client.operation(Hash.parse(created)).orElseThrow();
      assertThat(create.schemaId()).hasToString(schema);
      assertThat(create.fields())
          .containsEntry("title", new PlainValue.Str("Water the bamboo"))
          .containsEntry("done", new PlainValue.Bool(false))
          .containsEntry("hours", new PlainValue.Float(1.5))
          .containsEntry("priority", new PlainValue.Int(-2))
          .containsEntry("picture", new PlainValue.Bytes(new byte[] {1, 2, 3}));

      String updated = id(environment, "update", created, "done=true");
      assertThat(client.operation(Hash.parse(updated)).orElseThrow().fields())
          .isEqualTo(Map.of("done", new PlainValue.Bool(true)));

      String deleted = id(environment, "delete", updated);
      assertThat(client.operation(Hash.parse(deleted)).orElseThrow().action())
          .isEqualTo(Action.DELETE);

      Ran late = publish(environment, "update", updated, "done=false");
      assertThat(late.exitCode()).isEqualTo(1);
      assertThat(late.err()).hasLineCount(1).contains("the relay refuses:", "deleted");
      assertThat(late.out()).isEmpty();
    }
  }

  @Test
  void mistakesAreExplainedBeforeAnythingIsPublished() throws Exception {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      Map<String, String> environment =
          Map.of("BAMBUSA_PRIVATE_KEY", "07".repeat(32), "BAMBUSA_RELAY", relay.page().toString());
      String schema = id(environment, "schema", "note", "--field", "text:str", "--field", "n:int");
      String before = health(relay);

      assertMistake(environment, "expected a whole number", "create", schema, "text=a", "n=one");
      assertMistake(environment, "no field 'txt'", "create", schema, "txt=a", "n=1");
      assertMistake(environment, "every field of the schema", "create", schema, "text=a");
      assertMistake(environment, "expected a schema id", "create", "note", "text=a");
      Ran unknown =
          publish(environment, "create", "note_" + Hash.of(Hex.decode("00")), "text=a", "n=1");
      assertThat(unknown.exitCode()).isEqualTo(1);
      assertThat(unknown.err()).hasLineCount(1).contains("the relay refuses:");

      assertThat(health(relay)).isEqualTo(before);
    }
  }

  @Test
  void demoPublishesExactlyWhatItSays() throws Exception {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      Ran ran =
          RelayJar.run(
              "demo",
              "--relay",
              relay.page().toString(),
              "--entries",
              "80",
              "--every",
              "0",
              "--authors",
              "3");

      assertThat(ran.exitCode()).as(ran.err()).isZero();
      assertThat(ran.out())
          .contains("schema bamboo_stand_0020", "schema bamboo_visit_0020", "80/80")
          .contains("creates a bamboo_stand", "updates a bamboo_stand", "of another author");
      assertThat(health(relay)).contains("\"entries\":80,").contains("\"authors\":3}");
    }
  }

  private static void assertMistake(
      Map<String, String> environment, String message, String... arguments) {
    Ran ran = publish(environment, arguments);
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).hasLineCount(1).contains(message);
  }

  private static String id(Map<String, String> environment, String... arguments) {
    Ran ran = publish(environment, arguments);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).hasLineCount(1);
    return ran.out().strip();
  }

  private static Ran publish(Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of("publish"));
    all.addAll(List.of(arguments));
    return RelayJar.run(environment, all.toArray(String[]::new));
  }

  private static String health(RelayProcess relay) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(relay.page().resolve("/health")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
