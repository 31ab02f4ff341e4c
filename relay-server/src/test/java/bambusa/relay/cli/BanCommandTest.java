package bambusa.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.bytes.MalformedException;
import bambusa.ingest.IngestResult;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.relay.ingest.TestRelay;
import bambusa.relay.storage.SqlStore;
import bambusa.relay.storage.StoreAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bans hold for every command that gives entries away or takes them in. */
final class BanCommandTest {

  @TempDir Path directory;

  private final TestConsole console = new TestConsole();
  private final TestAuthor ada = TestAuthor.named("ada");
  private final TestAuthor bob = TestAuthor.named("bob");
  private final VerifiedEntry ofAda = new TestLog(ada, 0).create("of_ada");
  private final VerifiedEntry ofBob = new TestLog(bob, 0).create("of_bob");
  private final VerifiedEntry moreOfBob = new TestLog(bob, 1).create("more_of_bob");

  private int run(String... arguments) {
    return console.run(directory, arguments);
  }

  private String err() {
    return console.err();
  }

  private String out() {
    return console.out();
  }

  private void fill(String data) throws MalformedException {
    StoreAddress address = StoreAddress.parse("sqlite:" + data, directory);
    try (TestRelay relay = new TestRelay(SqlStore.open(address, new SecureRandom()))) {
      assertThat(relay.replicate(List.of(ofAda, ofBob, moreOfBob)))
          .hasOnlyElementsOfType(IngestResult.Accepted.class);
    }
  }

  @Test
  void bansAreListedOnceAndTakenBackOnce() {
    String key = ada.publicKey().toString();
    assertThat(run("ban", "owner", key, "--data", "one")).as(err()).isZero();
    assertThat(out()).isEqualTo("banned owner " + key + "\n");
    assertThat(run("ban", "owner", key, "--data", "one")).isZero();
    assertThat(err()).isEqualTo("owner " + key + " is banned already\n");
    assertThat(run("ban", "--data", "one")).isZero();
    assertThat(out()).isEqualTo("owner " + key + "\n");
    assertThat(run("unban", "owner", key, "--data", "one")).as(err()).isZero();
    assertThat(run("unban", "owner", key, "--data", "one")).isEqualTo(1);
    assertThat(err()).isEqualTo("relay: owner " + key + " is not banned\n");
  }

  @Test
  void whatIsBannedIsNeitherExportedNorImported() throws MalformedException {
    fill("one");
    assertThat(run("export", "all", "--data", "one")).as(err()).isZero();
    assertThat(err()).contains("exported 3 entries");
    run("ban", "owner", ada.publicKey().toString(), "--data", "one");
    run("ban", "document", ofBob.hash().toString(), "--data", "one");
    assertThat(run("export", "-", "--data", "one")).as(err()).isZero();
    assertThat(out())
        .contains(moreOfBob.entry().encoded().toString())
        .doesNotContain(ofAda.entry().encoded().toString())
        .doesNotContain(ofBob.entry().encoded().toString());
    run("ban", "owner", bob.publicKey().toString(), "--data", "two");
    assertThat(run("import", "all", "--data", "two")).isEqualTo(1);
    assertThat(out()).startsWith("stored 1, had 0 already, refused 2");
    run("unban", "owner", bob.publicKey().toString(), "--data", "two");
    assertThat(run("import", "all", "--data", "two")).as(err()).isZero();
    assertThat(out()).startsWith("stored 2, had 1 already, refused 0");
  }
}
