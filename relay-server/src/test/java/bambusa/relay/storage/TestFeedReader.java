package bambusa.relay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.relay.ingest.TestRelay;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the feed of a shared store, and tells all it has seen in its order. Now and then it goes
 * on with its cursor at another relay, as a leecher does whose relay was killed.
 */
final class TestFeedReader implements Callable<List<Hash>> {

  private static final PageLimits PAGE = new PageLimits(50, Long.MAX_VALUE);
  private static final int ROUNDS = 40;

  private final Supplier<TestRelay> relays;
  private final AtomicBoolean ended;
  private final List<Hash> seen = new ArrayList<>();
  private @Nullable ReplicationCursor cursor;
  private boolean isAtTheEnd;

  TestFeedReader(Supplier<TestRelay> relays, AtomicBoolean ended) {
    this.relays = relays;
    this.ended = ended;
  }

  @Override
  public List<Hash> call() throws Exception {
    while (!isAtTheEnd) {
      try (TestRelay relay = relays.get()) {
        for (int i = 0; i < ROUNDS && !isAtTheEnd; i++) {
          readAndWait(relay);
        }
      } catch (StoreUnavailableException e) {
        // Torn off; the next round asks again.
        assertThat(e).isNotInstanceOf(StoreConflictException.class);
      }
    }
    return seen;
  }

  private void readAndWait(TestRelay relay) throws Exception {
    boolean nothingMoreComes = ended.get();
    FeedPage page = relay.reader().entriesSince(cursor, TargetSet.EVERYTHING, PAGE);
    assertThat(page.reset()).isFalse();
    for (EncodedEntryAndOperation entry : page.entries()) {
      seen.add(Hash.of(entry.entry().bytes()));
    }
    cursor = page.endCursor();
    isAtTheEnd = nothingMoreComes && !page.hasNextPage();
    if (page.entries().isEmpty() && !isAtTheEnd) {
      relay.signal().arrival(TargetSet.EVERYTHING, cursor, 100).get(60, TimeUnit.SECONDS);
    }
  }
}
