package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bench.Corpus;
import bambusa.bench.FilledStore;
import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a leecher while it catches up: afterwards nothing is missing, nothing twice. */
final class MidSyncTest {

  private static final int ENTRIES = 6_000;
  private static final int PAGE = 1_000;
  private static final int AUTHORS = 20;
  private static final long SLOW_MILLIS = 500;

  private static final List<EncodedEntryAndOperation> SIGNED =
      Corpus.sign(new Corpus.Shape(ENTRIES, AUTHORS, 100)).entries().subList(0, ENTRIES);

  @TempDir Path directory;

  private RelayProcess relay;
  private RelayProxy proxy;
  private Chromium chromium;

  @BeforeEach
  void start() throws InterruptedException {
    FilledStore.fill(directory.resolve("data"), SIGNED);
    relay = RelayProcess.start(directory.resolve("data"));
    proxy = RelayProxy.to(relay);
    proxy.answering(slowly());
    chromium = Chromium.start(directory.resolve("profile"));
  }

  @AfterEach
  void stop() {
    chromium.close();
    proxy.close();
    relay.close();
  }

  private static UnaryOperator<String> slowly() {
    return answer -> {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS));
      return answer;
    };
  }

  @Test
  void slowRelayLeavesThePageUsableAndItsProgressSeen() throws MalformedException {
    LeecherTab tab = LeecherTab.open(chromium.tab(), proxy.page());
    tab.awaitState("catching-up");
    tab.awaitEntries(PAGE);
    assertThat(tab.text("#state-headline")).isEqualTo("Catching up");
    assertThat(tab.text("#progress-text")).endsWith(" of 6,000 entries");
    String max = tab.find("#progress").getAttribute("max");
    assertThat(max).isEqualTo(Integer.toString(ENTRIES));

    tab.find("#logs a").first().click();
    tab.find("#picture svg a").first().waitFor();
    assertThat(tab.find("#state").getAttribute("data-state")).isEqualTo("catching-up");
    requireAllStored(tab);
  }

  @Test
  void relayKilledInMidSyncIsContinuedWithFromTheStoredCursor() throws MalformedException {
    LeecherTab tab = LeecherTab.open(chromium.tab(), proxy.page());
    tab.awaitEntries(PAGE);
    relay.kill();
    tab.awaitState("offline");
    assertThat(tab.entries()).isBetween(PAGE, ENTRIES - 1);
    int asked = feedQuestions().size();

    relay = RelayProcess.startAt(relay.httpPort(), directory.resolve("data"));
    requireAllStored(tab);
    assertThat(feedQuestions().subList(asked, feedQuestions().size()))
        .isNotEmpty()
        .allSatisfy(question -> assertThat(question).contains("\"after\":\""));
  }

  @Test
  void pageReloadedAtAnyMomentContinuesFromTheStoredCursor() throws MalformedException {
    Random random = new Random(20261124);
    LeecherTab tab = LeecherTab.open(chromium.tab(), proxy.page());
    for (int reloads = 0; reloads < 4; reloads++) {
      tab.awaitEntries(Math.max(PAGE, tab.entries() + random.nextInt(PAGE)));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(SLOW_MILLIS)));
      tab.reload();
    }
    requireAllStored(tab);
    assertThat(feedQuestions())
        .filteredOn(question -> !question.contains("\"after\":\""))
        .as("asked from the start once, before anything was stored")
        .hasSize(1);
  }

  private List<String> feedQuestions() {
    return proxy.questions().stream()
        .filter(question -> question.contains("entriesSince("))
        .toList();
  }

  private void requireAllStored(LeecherTab tab) throws MalformedException {
    proxy.answering(UnaryOperator.identity());
    tab.awaitState("live");
    assertThat(tab.storedEntries(proxy.graphql()))
        .containsExactlyInAnyOrderElementsOf(signedEntries());
    assertThat(tab.entries()).isEqualTo(ENTRIES);
    assertThat(chromium.problems()).isEmpty();
  }

  private static List<String> signedEntries() throws MalformedException {
    EntryDecoder decoder = new EntryDecoder();
    List<String> entries = new ArrayList<>();
    for (EncodedEntryAndOperation encoded : SIGNED) {
      Entry entry = decoder.decode(encoded.entry());
      entries.add(entry.author() + "/" + entry.logId() + "/" + entry.seqNum() + "/" + entry.hash());
    }
    return entries;
  }
}
