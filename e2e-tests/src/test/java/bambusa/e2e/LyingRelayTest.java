package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import bambusa.TestAuthor;
import bambusa.bytes.Hex;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import com.microsoft.playwright.Page;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay whose answers are changed on the way: nothing false is stored, everything true is. */
final class LyingRelayTest {

  private static final TestAuthor PANDA = TestAuthor.named("panda");
  private static final TestAuthor BEAR = TestAuthor.named("bear");

  @TempDir Path directory;

  private RelayProcess relay;
  private RelayProxy proxy;
  private Chromium chromium;
  private final TestLog honest = new TestLog(BEAR, 0);
  private final TestLog attacked = new TestLog(PANDA, 0);

  @BeforeEach
  void start() throws Exception {
    relay = RelayProcess.start(directory.resolve("data"));
    proxy = RelayProxy.to(relay);
    chromium = Chromium.start(directory.resolve("profile"));
    VerifiedEntry first = attacked.create("stems");
    publish(first);
    publish(attacked.update("leaves", first));
    publish(honest.create("height"));
  }

  @AfterEach
  void stop() {
    chromium.close();
    proxy.close();
    relay.close();
  }

  @Test
  void entryWithABitOfItsSignatureFlippedIsRefusedNamedAndNotStored() throws Exception {
    VerifiedEntry third = attacked.update("roots", attacked.entries().get(1));
    byte[] bytes = third.entry().encoded().bytes();
    // Of S, so that the point R stays one and only the equation fails.
    bytes[bytes.length - 20] ^= 1;
    String flipped = Hex.encode(bytes);
    proxy.answering(answer -> answer.replace(third.entry().encoded().toString(), flipped));
    publish(third);
    publish(honest.update("width", honest.entries().get(0)));

    LeecherTab tab = LeecherTab.open(chromium.tab(), proxy.page());
    tab.awaitRefusal("Invalid signature");
    requireRefused(tab, flipped.substring(flipped.length() - 128));
  }

  @Test
  void entryWithAByteOfItsOperationFlippedIsRefusedNamedAndNotStored() throws Exception {
    VerifiedEntry third = attacked.update("roots", attacked.entries().get(1));
    String operation = third.decoded().encodedOperation().toString();
    String roots = Hex.encode("roots".getBytes(StandardCharsets.UTF_8));
    String other = operation.replace(roots, Hex.encode("boots".getBytes(StandardCharsets.UTF_8)));
    proxy.answering(answer -> answer.replace(operation, other));
    publish(third);
    publish(honest.update("width", honest.entries().get(0)));

    LeecherTab tab = LeecherTab.open(chromium.tab(), proxy.page());
    tab.awaitRefusal("Wrong payload hash");
    requireRefused(tab, other);
  }

  /** Two entries of the attacked log are there, the false third is not, and all of the other. */
  private void requireRefused(LeecherTab tab, String falseBytes) throws Exception {
    tab.awaitState("live");
    tab.awaitEntries(4);
    publish(honest.update("girth", honest.entries().get(1)));
    tab.awaitEntries(5);
    assertThat(tab.refusals())
        .anySatisfy(
            refusal ->
                assertThat(refusal)
                    .contains("author " + PANDA.publicKey().toString().substring(0, 8))
                    .contains("log 0 · entry 3"));
    assertThat(tab.entries()).isEqualTo(5);
    assertThat(tab.inspect(PANDA.publicKey().toString(), "0", "3")).isEmpty();
    assertThat(tab.find("#entry").textContent()).contains("This entry is not stored here.");
    assertThat(tab.holdsBytes(falseBytes)).isFalse();
    assertThat(tab.holdsBytes(attacked.entries().get(1).entry().encoded().toString())).isTrue();
    assertThat(tab.inspect(BEAR.publicKey().toString(), "0", "3")).containsEntry("name", "girth");
  }

  @Test
  void entryNobodyAskedForIsRefusedThoughItIsValid() throws Exception {
    Page page = chromium.tab();
    LeecherTab tab = LeecherTab.open(page, proxy.page());
    tab.awaitState("live");
    String wanted = SchemaId.SCHEMA_FIELD_DEFINITION.toString();
    tab.find("#relay > summary").click();
    tab.find("#schemas-some").check();
    tab.find("#schema-id").fill(wanted);
    tab.find("#schema-add").click();
    tab.find("#relay-form button.primary").click();
    // It was live already, but had asked for everything.
    page.waitForCondition(() -> proxy.questions().stream().anyMatch(q -> q.contains(wanted)));
    tab.awaitState("live");

    VerifiedEntry unasked =
        new TestLog(BEAR, 7)
            .append(
                Operation.create(
                    SchemaId.BLOB_PIECE,
                    Map.of(
                        "data",
                        new PlainValue.Bytes("advertisement".getBytes(StandardCharsets.UTF_8)))));
    String pair =
        "{\"entry\":\""
            + unasked.entry().encoded()
            + "\",\"operation\":\""
            + unasked.decoded().encodedOperation()
            + "\"},";
    proxy.answering(answer -> answer.replace("\"entries\":[{", "\"entries\":[" + pair + "{"));
    publish(honest.update("width", honest.entries().get(0)));

    tab.awaitRefusal("Not asked for");
    tab.awaitEntries(4);
    assertThat(tab.entries()).isEqualTo(4);
    assertThat(tab.holdsBytes(unasked.entry().encoded().toString())).isFalse();
  }

  @Test
  void forkIsShownAndEndsItsLogAlone() throws Exception {
    LeecherTab tab = LeecherTab.open(chromium.tab(), proxy.page());
    tab.awaitEntries(3);
    TestLog other = attacked.branchAfter(1);
    VerifiedEntry second = other.update("twigs", other.entries().get(0));
    assertThat(catchThrowable(() -> publish(second))).isInstanceOf(RelayClientException.class);

    tab.awaitRefusal("Fork proven");
    assertThat(tab.refusals()).anySatisfy(line -> assertThat(line).contains("seq num 2"));
    publish(honest.update("width", honest.entries().get(0)));
    tab.awaitArrival(BEAR.publicKey() + "/0/2");
    assertThat(tab.inspect(BEAR.publicKey().toString(), "0", "2")).containsEntry("name", "width");
    assertThat(tab.inspect(PANDA.publicKey().toString(), "0", "1")).containsEntry("name", "stems");
    assertThat(tab.find("#log-facts").textContent()).contains("1 entry", "ended");
  }

  private void publish(VerifiedEntry entry) throws RelayClientException, InterruptedException {
    new RelayClient(relay.graphql(), HttpClient.newHttpClient())
        .publish(entry.entry().encoded(), entry.decoded().encodedOperation());
  }
}
