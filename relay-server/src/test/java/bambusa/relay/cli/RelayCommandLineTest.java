package bambusa.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.relay.config.RelaySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelayCommandLineTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private final List<RelaySettings> started = new ArrayList<>();

  @Test
  void helpNamesEveryOptionCommandAndVariable() {
    assertThat(run("--help")).isZero();

    assertThat(out())
        .contains("--data", "--host", "--http-port", "--quic-port", "--allow-schema")
        .contains("--allow-owner", "--config", "--version", "--help")
        .contains("serve", "publish", "keygen", "demo")
        .contains("BAMBUSA_DATA", "BAMBUSA_HTTP_PORT", "HTTP_PORT", "BAMBUSA_CONFIG")
        .contains("Default: 2020", "Exit codes:", "Examples:")
        .contains("--no-quic", "--no-quic-verification", "--quic-layout", "--upnp", "query");
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (List<String> command :
        List.of(
            List.of("keygen"),
            List.of("query"),
            List.of("demo"),
            List.of("publish"),
            List.of("publish", "schema"),
            List.of("publish", "create"),
            List.of("publish", "update"),
            List.of("publish", "delete"),
            List.of("verify"),
            List.of("backup"),
            List.of("restore"),
            List.of("migrate"),
            List.of("export"),
            List.of("import"))) {
      out.reset();
      List<String> arguments = new ArrayList<>(command);
      arguments.add("--help");

      assertThat(run(arguments.toArray(String[]::new))).isZero();
      assertThat(out()).contains("Example", "./relay " + command.get(0));
    }
  }

  @Test
  void relayIsStartedWithTheSettingsGiven() {
    environment.put("BAMBUSA_QUIC_PORT", "7");

    run("--http-port", "8", "--data", "somewhere", "--allow-schema", "blob_v1");
    run("serve", "--http-port", "8", "--data", "somewhere", "--allow-schema", "blob_v1");

    assertThat(started).hasSize(2);
    assertThat(started.get(1)).isEqualTo(started.get(0));
    assertThat(started.get(0).httpPort()).isEqualTo(8);
    assertThat(started.get(0).quic().port()).isEqualTo(7);
    assertThat(started.get(0).dataDirectory()).isEqualTo(directory.resolve("somewhere"));
  }

  @Test
  void relayThatCannotStartSaysWhyOnOneLine() {
    assertThat(run("--data", "somewhere")).isEqualTo(1);
    assertThat(err()).isEqualTo("relay: no relay starts in this test\n");
  }

  @Test
  void wrongSettingIsOneLineAndExitCodeTwo() {
    assertThat(run("--http-port", "none")).isEqualTo(2);
    assertThat(err())
        .isEqualTo("relay: --http-port: expected a port from 0 to 65535, got 'none'\n");
  }

  @Test
  void mistypedOptionIsAnsweredWithTheNearestOne() {
    assertThat(run("--htp-port", "2020")).isEqualTo(2);
    assertThat(err()).hasLineCount(1).contains("'--htp-port'", "did you mean --http-port?");
  }

  @Test
  void mistypedCommandIsAnsweredWithTheNearestOne() {
    assertThat(run("pubish")).isEqualTo(2);
    assertThat(err())
        .hasLineCount(1)
        .contains("there is no command 'pubish'", "did you mean publish?");
  }

  @Test
  void argumentTooManyIsNamed() {
    assertThat(run("verify", "monday.sqlite")).isEqualTo(2);
    assertThat(err()).hasLineCount(1).contains("unexpected argument 'monday.sqlite'");
  }

  @Test
  void optionOfTheRelayBeforeAnotherCommandIsNotSilentlyDropped() {
    assertThat(run("--data", "somewhere", "keygen")).isEqualTo(2);
    assertThat(err()).hasLineCount(1).contains("--data", "'keygen'");
    assertThat(out()).isEmpty();
  }

  @Test
  void keyGoesToAFileThatOnlyItsOwnerReads() throws IOException {
    assertThat(run("keygen", "--out", "my.key")).isZero();

    Path file = directory.resolve("my.key");
    String seed = Files.readString(file);
    assertThat(seed).matches("[0-9a-f]{64}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(out()).matches("public key  [0-9a-f]{64}\n").doesNotContain(seed.strip());
  }

  @Test
  void keyThatExistsIsNotReplaced() throws IOException {
    Files.writeString(directory.resolve("my.key"), "precious");

    assertThat(run("keygen", "--out", "my.key")).isEqualTo(1);
    assertThat(err()).hasLineCount(1).contains("my.key exists");
    assertThat(directory.resolve("my.key")).hasContent("precious");
  }

  @Test
  void eachKeyIsAnother() {
    run("keygen");
    String first = out();
    out.reset();
    run("keygen");

    assertThat(out()).matches("private key [0-9a-f]{64}\npublic key  [0-9a-f]{64}\n");
    assertThat(out()).isNotEqualTo(first);
  }

  @Test
  void publishWithoutAKeySaysHowToMakeOne() {
    assertThat(run("publish", "schema", "task", "--field", "title:str")).isEqualTo(2);
    assertThat(err()).hasLineCount(1).contains("no private key", "./relay keygen --out my.key");
  }

  @Test
  void brokenKeyIsNotRepeatedOnTheScreen() {
    environment.put("BAMBUSA_PRIVATE_KEY", "secret");

    assertThat(run("publish", "schema", "task", "--field", "title:str")).isEqualTo(2);
    assertThat(err()).hasLineCount(1).contains("expected 64 hex digits").doesNotContain("secret");
  }

  @Test
  void wrongSchemaIsRefusedBeforeAnythingIsSent() {
    environment.put("BAMBUSA_PRIVATE_KEY", "01".repeat(32));

    assertThat(run("publish", "schema", "task", "--field", "title")).isEqualTo(2);
    assertThat(err()).contains("expected --field NAME:TYPE like title:str, got 'title'");
    err.reset();
    assertThat(run("publish", "schema", "task", "--field", "title:text")).isEqualTo(2);
    assertThat(err()).contains("field 'title': expected a field type, got 'text'");
    err.reset();
    assertThat(run("publish", "schema", "t", "--field", "title:str")).isEqualTo(2);
    assertThat(err()).contains("expected a schema name");
    err.reset();
    assertThat(run("publish", "schema", "task", "--field", "9:str")).isEqualTo(2);
    assertThat(err()).contains("expected a field name");
  }

  @Test
  void relayThatDoesNotAnswerIsNamed() {
    environment.put("BAMBUSA_PRIVATE_KEY", "01".repeat(32));

    assertThat(
            run("publish", "create", "blob_piece_v1", "data=00", "--relay", "http://127.0.0.1:1"))
        .isEqualTo(1);
    assertThat(err())
        .isEqualTo("relay: no relay answers at http://127.0.0.1:1/graphql: cannot connect\n");
  }

  @Test
  void addressOfTheRelayIsChecked() {
    assertThat(run("demo", "--relay", "localhost:2020")).isEqualTo(2);
    assertThat(err()).hasLineCount(1).contains("expected the address of a relay like http://");
  }

  @Test
  void demoSaysWhichNumbersItTakes() {
    assertThat(run("demo", "--entries", "3")).isEqualTo(2);
    assertThat(err()).contains("--entries: expected a number from 10 to 1000000, got 3");
  }

  private int run(String... arguments) {
    Surroundings surroundings =
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            directory,
            directory,
            new SecureRandom(),
            () -> 0,
            millis -> {},
            this::refuse);
    return new RelayCommandLine(surroundings).execute(arguments);
  }

  private RunningRelay refuse(RelaySettings settings) throws CommandException {
    started.add(settings);
    throw new CommandException("no relay starts in this test");
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
