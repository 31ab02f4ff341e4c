package bambusa.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.TestAuthor;
import bambusa.bytes.MalformedException;
import bambusa.ingest.IngestResult;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.postgres.TestPostgres;
import bambusa.relay.ingest.TestRelay;
import bambusa.relay.storage.SqlStore;
import bambusa.relay.storage.StoreAddress;
import bambusa.relay.storage.StoreId;
import bambusa.relay.storage.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on a store, on real stores. */
final class StoreCommandsTest {

  @TempDir Path directory;

  private final TestConsole console = new TestConsole();
  private final List<VerifiedEntry> story = new ArrayList<>();

  private int run(String... arguments) {
    return console.run(directory, arguments);
  }

  private String err() {
    return console.err();
  }

  private String out() {
    return console.out();
  }

  private TestRelay relay(String address) {
    try {
      return new TestRelay(
          SqlStore.open(StoreAddress.parse(address, directory), new SecureRandom()));
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A document, a log of it that was forked, and an answer that stands on an ended branch. */
  private void fill(TestRelay relay) {
    TestLog log = new TestLog(TestAuthor.named("author"), 3);
    TestLog answers = new TestLog(TestAuthor.named("other"), 7);
    VerifiedEntry create = log.create("a");
    TestLog second = log.branchAfter(1);
    VerifiedEntry one = log.update("b", create);
    VerifiedEntry two = log.update("c", one);
    story.addAll(List.of(create, one, two, answers.update("f", two)));
    assertThat(relay.replicate(story)).hasOnlyElementsOfType(IngestResult.Accepted.class);
    VerifiedEntry other = second.update("d", create);
    story.add(other);
    assertThat(relay.replicate(other)).hasOnlyElementsOfType(IngestResult.Forked.class);
    TestLog more = new TestLog(TestAuthor.named("third"), 0);
    VerifiedEntry own = more.create("more");
    story.addAll(List.of(own, more.update("changed", own), more.delete(own)));
    relay.replicate(story);
  }

  /** A document of a schema whose definition stands behind a fork. */
  private void fillBehindFork(TestRelay relay) {
    TestLog definitions = new TestLog(TestAuthor.named("definer"), 0);
    VerifiedEntry field = new TestLog(TestAuthor.named("definer"), 1).create("text");
    VerifiedEntry definition = definitions.append(TestLog.definition("chat", field));
    SchemaId schema = SchemaId.application("chat", DocumentViewId.of(definition.hash()));
    TestLog documents = new TestLog(TestAuthor.named("chatter"), 0);
    VerifiedEntry document =
        documents.append(Operation.create(schema, Map.of("text", new PlainValue.Str("hello"))));
    List<VerifiedEntry> entries = List.of(field, definition, document);
    assertThat(relay.replicate(entries)).hasOnlyElementsOfType(IngestResult.Accepted.class);
    VerifiedEntry other = definitions.branchAfter(0).append(TestLog.definition("mail", field));
    assertThat(relay.replicate(other)).hasOnlyElementsOfType(IngestResult.Forked.class);
    story.addAll(entries);
    story.add(other);
  }

  @Test
  void documentsOfASchemaBehindAForkAreExportedWithWhatDefinesIt() {
    String digest;
    try (TestRelay relay = relay("sqlite:one")) {
      fillBehindFork(relay);
      digest = relay.digest(story);
    }
    assertThat(run("export", "all.bambusa.gz", "--data", "one")).as(err()).isZero();
    assertThat(run("import", "all.bambusa.gz", "--data", "two")).as(err()).isZero();
    assertThat(digest("sqlite:two")).isEqualTo(digest);
    assertThat(run("verify", "--data", "one")).as(out()).isZero();
    assertThat(run("verify", "--data", "two")).as(out()).isZero();
  }

  private String fill(String address) {
    try (TestRelay relay = relay(address)) {
      fill(relay);
      return relay.digest(story);
    }
  }

  private String digest(String address) {
    try (TestRelay relay = relay(address)) {
      return relay.digest(story);
    }
  }

  private StoreId id(String address) {
    try (TestRelay relay = relay(address)) {
      return relay.store().storeId();
    }
  }

  @Test
  void importOfAnExportIsTheSameStore() {
    String digest = fill("sqlite:one");

    assertThat(run("export", "all.bambusa.gz", "--data", "one")).as(err()).isZero();
    assertThat(err()).contains("exported 7 entries");
    assertThat(run("import", "all.bambusa.gz", "--data", "two")).as(err()).isZero();
    assertThat(out()).startsWith("stored 7, had 0 already, refused 0");
    assertThat(digest("sqlite:two")).isEqualTo(digest);
    assertThat(run("import", "all.bambusa.gz", "--data", "two")).as(err()).isZero();
    assertThat(out()).startsWith("stored 0, had 7 already");
    assertThat(run("verify", "--data", "two")).as(out()).isZero();
  }

  @Test
  void whatIsWrongInAnExportIsNamedByLineAndTheRestGoesOn() throws IOException {
    try (TestRelay relay = relay("sqlite:one")) {
      relay.replicate(new TestLog(TestAuthor.named("one"), 0).create("one"));
      relay.replicate(new TestLog(TestAuthor.named("two"), 0).create("two"));
    }
    assertThat(run("export", "all.bambusa", "--data", "one")).isZero();
    Path file = directory.resolve("all.bambusa");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    assertThat(lines).hasSize(4);
    String entry = lines.get(1);
    int signature = entry.indexOf("\",\"operation") - 8;
    char other = entry.charAt(signature) == '0' ? '1' : '0';
    lines.set(1, entry.substring(0, signature) + other + entry.substring(signature + 1));
    Files.write(file, lines);

    assertThat(run("import", "all.bambusa", "--data", "two")).isEqualTo(1);
    assertThat(err()).contains("line 2 refused: INVALID_SIGNATURE");
    assertThat(out()).startsWith("stored 1, had 0 already, refused 1");

    Files.write(file, lines.subList(0, 3));
    assertThat(run("import", "all.bambusa", "--data", "two")).isEqualTo(1);
    assertThat(err()).contains("line 4: the file was cut off here");

    assertThat(run("export", "all.bambusa.gz", "--data", "one")).isZero();
    Path zipped = directory.resolve("all.bambusa.gz");
    byte[] bytes = Files.readAllBytes(zipped);
    Files.write(zipped, Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(run("import", "all.bambusa.gz", "--data", "three")).isEqualTo(1);
    assertThat(err()).contains("was cut off").endsWith("what stood before it is stored\n");
  }

  @Test
  void exportOfASchemaIsItsDocumentsAndWhatDefinesSchemas() {
    fill("sqlite:one");

    assertThat(run("export", "-", "--data", "one", "--schema", "blob_v1")).as(err()).isZero();
    assertThat(out()).hasLineCount(2).contains("\"entries\":0");
    assertThat(run("export", "x", "--data", "one", "--schema", "none of this")).isEqualTo(2);
    assertThat(run("export", "x", "--data", "nowhere")).isEqualTo(1);
    assertThat(err()).hasLineCount(1).contains("there is no store at");
    assertThat(run("import", "absent", "--data", "one")).isEqualTo(1);
    assertThat(err()).hasLineCount(1).contains("absent: there is no such file");
  }

  @Test
  void everythingThatIsBrokenInAStoreIsNamed() throws SQLException {
    fill("sqlite:one");
    assertThat(run("verify", "--data", "one")).as(out() + err()).isZero();
    assertThat(out()).startsWith("all 7 entries");
    Map<String, String> breaks = new LinkedHashMap<>();
    breaks.put("UPDATE logs SET height = height + 1 WHERE log_key = 1", "log 1 has the height 2,");
    breaks.put("UPDATE logs SET newest_arrival = 77 WHERE log_key = 1", "arrival index 77");
    breaks.put("UPDATE node SET entry_count = 99", "the store counts 99 entries");
    breaks.put("UPDATE node SET newest_arrival = 1", "has given out arrival index 1");
    breaks.put("UPDATE documents SET deleted = 1 - deleted", "mark of deletion");
    breaks.put("UPDATE schemas SET entry_count = 5 + entry_count", "which is not how many");
    breaks.put("UPDATE authors SET log_count = 9", "counts 9 logs");
    breaks.put("UPDATE entries SET hash = zeroblob(32) WHERE arrival = 1", "have the hash");
    breaks.put("UPDATE entries SET action = 1 WHERE arrival = 1", "is a CREATE");
    breaks.put("UPDATE entries SET operation = x'00' WHERE arrival = 1", "PAYLOAD");
    breaks.put(
        "UPDATE entries SET entry = substr(entry, 1, length(entry) - 1) || x'07' WHERE arrival = 1",
        "its signature does not hold");
    breaks.put("DELETE FROM entries WHERE seq_num = -9223372036854775807", "is missing");
    breaks.put("UPDATE fork_proofs SET second = first", "it proves nothing");
    for (Map.Entry<String, String> each : breaks.entrySet()) {
      breakIn(each.getKey());
      assertThat(run("verify", "--store", "sqlite:broken")).as(each.getKey()).isEqualTo(1);
      assertThat(out()).as(each.getKey()).contains(each.getValue());
      assertThat(err()).hasLineCount(1).contains("faults in");
    }
  }

  private void breakIn(String sql) throws SQLException {
    Path good = directory.resolve("one/bambusa.sqlite");
    Path broken = directory.resolve("broken/bambusa.sqlite");
    try {
      Files.createDirectories(directory.resolve("broken"));
      Files.deleteIfExists(broken);
      Files.copy(good, broken);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + broken);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
    }
  }

  @Test
  void backupOfARunningRelayIsRestoredUnderANewId() {
    try (TestRelay running = relay("sqlite:one")) {
      fill(running);
      assertThat(run("backup", "monday.sqlite", "--data", "one")).as(err()).isZero();
      assertThat(out()).contains("backed up 7 entries");
      assertThat(run("backup", "monday.sqlite", "--data", "one")).isEqualTo(1);
      assertThat(err()).hasLineCount(1).contains("expected a new file");
    }
    assertThat(run("verify", "--store", "sqlite:monday.sqlite")).as(out()).isZero();
    assertThat(run("restore", "monday.sqlite", "--data", "two")).as(err()).isZero();
    assertThat(directory).isDirectoryNotContaining("glob:**monday.sqlite?*");
    assertThat(digest("sqlite:two")).isEqualTo(digest("sqlite:one"));
    assertThat(id("sqlite:two")).isNotEqualTo(id("sqlite:one"));
    assertThat(run("restore", "monday.sqlite", "--data", "two")).isEqualTo(1);
    assertThat(err()).hasLineCount(1).contains("expected an empty target, but it holds 7 entries");
  }

  @Test
  void storeMovesToPostgresAndBackWithItsIdAndOrder() {
    String digest = fill("sqlite:one");
    StoreId id = id("sqlite:one");
    TestPostgres.shared().createDatabase("moved");
    String moved = TestPostgres.shared().address("moved");

    assertThat(run("migrate", "--data", "one", "--to", moved)).as(err()).isZero();
    assertThat(out()).contains("moved and verified 7 entries");
    assertThat(digest(moved)).isEqualTo(digest);
    assertThat(id(moved)).isEqualTo(id);
    assertThat(run("verify", "--store", moved)).as(out()).isZero();
    assertThat(run("migrate", "--from", "sqlite:one", "--to", moved)).isEqualTo(1);
    assertThat(err()).hasLineCount(1).contains("expected an empty target");
    assertThat(run("backup", "of-postgres.sqlite", "--store", moved)).as(err()).isZero();
    assertThat(run("migrate", "--from", moved, "--to", "sqlite:back")).as(err()).isZero();
    assertThat(digest("sqlite:back")).isEqualTo(digest);
    assertThat(id("sqlite:back")).isEqualTo(id);
  }

  @Test
  void relayThatRunsKeepsItsStoreFromBeingMoved() {
    try (TestRelay running = relay("sqlite:one")) {
      fill(running);
      assertThat(run("migrate", "--from", "sqlite:one", "--to", "sqlite:two")).isEqualTo(1);
      assertThat(err())
          .hasLineCount(1)
          .contains("another relay uses the store", "one: ")
          .doesNotContain("two: ");
    }
  }

  @Test
  void migrationThatWasKilledGoesOnAndUntilThenNoRelayOpensTheCopy() throws SQLException {
    fill("sqlite:one");
    assertThat(run("migrate", "--from", "sqlite:one", "--to", "sqlite:two")).isZero();
    // As it is when only the first three entries were copied.
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("two/bambusa.sqlite"));
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO copying SELECT store_id, newest_arrival FROM node");
      statement.execute("DELETE FROM node");
      statement.execute("DELETE FROM logs");
      assertThat(statement.executeUpdate("DELETE FROM entries WHERE arrival > 3")).isPositive();
    }
    assertThatThrownBy(() -> relay("sqlite:two"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("being copied into this one");
    assertThat(run("migrate", "--from", "sqlite:one", "--to", "sqlite:two")).as(err()).isZero();
    assertThat(digest("sqlite:two")).isEqualTo(digest("sqlite:one"));
  }

  @Test
  void storeThatIsDamagedIsNotMoved() throws SQLException {
    fill("sqlite:one");
    breakIn("UPDATE entries SET operation = x'00' WHERE arrival = 1");
    assertThat(run("migrate", "--from", "sqlite:broken", "--to", "sqlite:two")).isEqualTo(1);
    assertThat(err()).hasLineCount(1).contains("the store is damaged", "entry 0020");
    assertThatThrownBy(() -> relay("sqlite:two")).isInstanceOf(StoreUnavailableException.class);
  }
}
