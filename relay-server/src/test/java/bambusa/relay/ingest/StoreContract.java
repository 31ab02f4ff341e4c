package bambusa.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.IngestResult;
import bambusa.ingest.MemoryStore;
import bambusa.ingest.Standing;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.relay.storage.SqlStore;
import bambusa.relay.storage.StoreCounts;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every store must do, behind the real gate; run once for each database. */
abstract class StoreContract {

  private final TestAuthor author = TestAuthor.named("author");
  private final TestAuthor other = TestAuthor.named("other");

  /** Opens a store of that name, an empty one when it is opened for the first time. */
  abstract SqlStore open(String name);

  TestRelay relay(String name) {
    return new TestRelay(open(name));
  }

  /** Two documents, both changed by both authors, one deleted. */
  List<VerifiedEntry> story() {
    List<VerifiedEntry> story = new ArrayList<>();
    TestLog mine = new TestLog(author, 0);
    TestLog theirs = new TestLog(other, 0);
    VerifiedEntry first = mine.create("one");
    story.add(first);
    VerifiedEntry tip = first;
    for (int i = 0; i < 20; i++) {
      tip = (i % 3 == 0 ? theirs : mine).update("name_" + i, tip);
      story.add(tip);
    }
    TestLog second = new TestLog(other, 5);
    VerifiedEntry created = second.create("two");
    story.add(created);
    story.add(new TestLog(author, 1).delete(created));
    return story;
  }

  @Test
  void whatIsStoredIsThereAfterOpeningAgain() {
    List<VerifiedEntry> story = story();
    String before;
    try (TestRelay relay = relay("a")) {
      assertThat(relay.replicate(story)).hasOnlyElementsOfType(IngestResult.Accepted.class);
      before = relay.digest(story);
      assertThat(relay.reader().counts()).isEqualTo(new StoreCounts(23, 4, 2));
    }
    try (TestRelay again = relay("a")) {
      assertThat(again.digest(story)).isEqualTo(before);
      assertThat(again.reader().counts()).isEqualTo(new StoreCounts(23, 4, 2));
      assertThat(again.replicate(story)).hasOnlyElementsOfType(IngestResult.Duplicate.class);
    }
  }

  @Test
  void anyOrderOfArrivalEndsInTheSameState() {
    List<VerifiedEntry> story = story();
    String wanted = null;
    for (int seed = 0; seed < 10; seed++) {
      List<VerifiedEntry> shuffled = new ArrayList<>(story);
      Collections.shuffle(shuffled, new Random(seed));
      try (TestRelay relay = relay("order-" + seed)) {
        relay.replicate(shuffled.subList(0, 9));
        relay.replicate(shuffled.subList(9, shuffled.size()));
        String digest = relay.digest(story);
        wanted = wanted == null ? digest : wanted;
        assertThat(digest).as("seed " + seed).isEqualTo(wanted);
        assertThat(relay.gate().parkedCount()).isZero();
        assertThat(relay.reader().counts().entries()).isEqualTo(story.size());
      }
    }
  }

  @Test
  void feedOfOneStoreFillsAnotherWithTheSame() {
    List<VerifiedEntry> story = story();
    try (TestRelay from = relay("from");
        TestRelay to = relay("to")) {
      from.replicate(story);
      PeerPage page =
          new PeerPage(
              StoreDigest.feed(from.reader(), TargetSet.EVERYTHING, 5),
              List.of(),
              DocumentChoice.EVERYTHING,
              null);
      assertThat(to.replicate(page).entries()).hasOnlyElementsOfType(IngestResult.Accepted.class);
      assertThat(to.digest(story)).isEqualTo(from.digest(story));
    }
  }

  @Test
  void forksEndAsInMemoryWhateverTheOrder() {
    TestLog log = new TestLog(author, 3);
    VerifiedEntry create = log.create("a");
    TestLog second = log.branchAfter(1);
    List<VerifiedEntry> all = new ArrayList<>(List.of(create));
    VerifiedEntry one = log.update("b", create);
    all.add(one);
    all.add(log.update("c", one));
    all.add(second.update("d", create));
    TestLog answers = new TestLog(other, 7);
    all.add(answers.update("f", one));
    all.add(answers.delete(answers.entries().get(0)));
    MemoryStore memory = new MemoryStore();
    memory.replicate(all, DocumentChoice.EVERYTHING);
    String wanted = null;
    for (int seed = 0; seed < 10; seed++) {
      try (TestRelay relay = relay("fork-" + seed)) {
        bring(relay, all, seed);
        String digest = relay.digest(all);
        wanted = wanted == null ? digest : wanted;
        assertThat(digest).as("seed " + seed).isEqualTo(wanted);
        assertThat(relay.reader().counts()).isEqualTo(new StoreCounts(3, 2, 2));
      }
    }
    for (VerifiedEntry entry : all) {
      Standing standing = memory.standing(entry.hash());
      assertThat(wanted.contains("kept " + entry.hash())).isEqualTo(standing == Standing.KEPT);
      assertThat(wanted.contains("forked " + entry.hash())).isEqualTo(standing == Standing.FORKED);
    }
  }

  /** As peers do: in random order, again and again, until nothing is missing. */
  private static void bring(TestRelay relay, List<VerifiedEntry> all, int seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 6; round++) {
      List<VerifiedEntry> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, random);
      relay.replicate(shuffled.subList(0, random.nextInt(shuffled.size() + 1)));
    }
    relay.replicate(all);
    relay.replicate(all);
  }
}
