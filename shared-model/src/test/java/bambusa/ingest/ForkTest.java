package bambusa.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.log.SeqNum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForkTest {

  private final TestAuthor author = TestAuthor.named("forker");
  private final TestAuthor honest = TestAuthor.named("honest");
  private final TestLog log = new TestLog(author, 0);

  private static IngestResult replicate(MemoryStore store, VerifiedEntry entry) {
    return store.replicate(List.of(entry), DocumentChoice.EVERYTHING).get(0);
  }

  @Test
  void logEndsBeforeTheForkWhicheverBranchCameFirst() {
    VerifiedEntry create = log.create("a");
    TestLog branch = log.branchAfter(1);
    VerifiedEntry one = log.update("b", create);
    VerifiedEntry other = branch.update("c", create);
    MemoryStore left = new MemoryStore();
    MemoryStore right = new MemoryStore();
    left.replicate(List.of(create, one), DocumentChoice.EVERYTHING);
    right.replicate(List.of(create, other), DocumentChoice.EVERYTHING);

    assertThat(replicate(left, other)).isInstanceOf(IngestResult.Forked.class);
    assertThat(replicate(right, one)).isInstanceOf(IngestResult.Forked.class);

    assertThat(left.digest()).isEqualTo(right.digest());
    assertThat(left.log(log.key()).height()).isEqualTo(1);
    assertThat(left.standing(one.hash())).isEqualTo(Standing.EVIDENCE);
    assertThat(replicate(left, log.update("d", one)))
        .isInstanceOfSatisfying(
            IngestResult.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.LOG_ENDED));
  }

  @Test
  void publishingOntoAnEndedLogIsRefusedAndTellsWhatToDo() {
    VerifiedEntry create = log.create("a");
    TestLog branch = log.branchAfter(1);
    VerifiedEntry one = log.update("b", create);
    MemoryStore store = new MemoryStore();
    store.replicate(List.of(create, one, branch.update("c", create)), DocumentChoice.EVERYTHING);

    assertThat(store.publish(log.update("d", one), DocumentChoice.EVERYTHING))
        .isInstanceOfSatisfying(
            IngestResult.Rejected.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.LOG_ENDED);
              assertThat(refusal.detail()).contains("was forked by its author", "next args");
            });
  }

  @Test
  void proofAloneEndsTheLog() {
    VerifiedEntry create = log.create("a");
    TestLog branch = log.branchAfter(1);
    VerifiedEntry one = log.update("b", create);
    ForkProof proof = ForkProof.of(branch.update("c", create).entry(), one.entry());
    MemoryStore before = new MemoryStore();
    before.replicate(log.entries(), DocumentChoice.EVERYTHING);
    before.prove(proof);
    MemoryStore after = new MemoryStore();
    after.prove(proof);
    after.replicate(log.entries(), DocumentChoice.EVERYTHING);

    assertThat(before.digest()).isEqualTo(after.digest());
    assertThat(before.hashAt(log.key(), new SeqNum(2))).isNull();
  }

  @Test
  void operationBehindTheForkThatSomebodyBuiltOnStays() {
    VerifiedEntry create = log.create("a");
    TestLog branch = log.branchAfter(1);
    VerifiedEntry one = log.update("b", create);
    VerifiedEntry two = log.update("c", one);
    VerifiedEntry other = branch.update("d", create);
    VerifiedEntry answer = new TestLog(honest, 0).update("e", two);

    MemoryStore early = new MemoryStore();
    early.replicate(List.of(create, one, two, answer, other), DocumentChoice.EVERYTHING);
    assertThat(early.standing(one.hash())).isEqualTo(Standing.FORKED);
    assertThat(early.standing(two.hash())).isEqualTo(Standing.FORKED);
    assertThat(early.standing(answer.hash())).isEqualTo(Standing.KEPT);

    // Who saw the other branch first parks the answer, asks for what it stands on, and comes to the
    // same.
    MemoryStore late = new MemoryStore();
    late.replicate(List.of(create, other, one, answer), DocumentChoice.EVERYTHING);
    assertThat(late.missing()).contains(two.hash());
    late.replicate(List.of(one, two), DocumentChoice.EVERYTHING);
    assertThat(late.digest()).isEqualTo(early.digest());
  }

  @Test
  void evidenceIsPromotedWhenAKeptEntryNeedsIt() {
    VerifiedEntry create = log.create("a");
    TestLog branch = log.branchAfter(1);
    VerifiedEntry one = log.update("b", create);
    VerifiedEntry two = log.update("c", one);
    VerifiedEntry other = branch.update("d", create);
    VerifiedEntry answer = new TestLog(honest, 0).update("e", two);
    MemoryStore store = new MemoryStore();
    store.replicate(List.of(create, one, two, other), DocumentChoice.EVERYTHING);
    assertThat(store.standing(two.hash())).isEqualTo(Standing.EVIDENCE);

    assertThat(replicate(store, answer)).isEqualTo(new IngestResult.Accepted());
    assertThat(store.standing(one.hash())).isEqualTo(Standing.FORKED);
    assertThat(store.standing(two.hash())).isEqualTo(Standing.FORKED);
  }

  @Test
  void lowerForkReplacesTheHigherOne() {
    VerifiedEntry create = log.create("a");
    TestLog early = log.branchAfter(1);
    VerifiedEntry second = log.update("b", create);
    TestLog late = log.branchAfter(2);
    VerifiedEntry third = log.update("c", second);
    MemoryStore store = new MemoryStore();
    store.replicate(List.of(create, second, third), DocumentChoice.EVERYTHING);
    replicate(store, late.update("d", second));
    assertThat(store.log(log.key()).height()).isEqualTo(2);
    replicate(store, early.update("e", create));
    assertThat(store.log(log.key()).height()).isEqualTo(1);
  }

  @Test
  void anyOrderOfArrivalEndsInTheSameState() {
    VerifiedEntry create = log.create("a");
    TestLog second = log.branchAfter(1);
    TestLog third = log.branchAfter(1);
    List<VerifiedEntry> all = new ArrayList<>(List.of(create));
    VerifiedEntry one = log.update("b", create);
    all.add(one);
    all.add(log.update("c", one));
    all.add(second.update("d", create));
    all.add(third.update("e", create));
    TestLog answers = new TestLog(honest, 7);
    all.add(answers.update("f", one));
    all.add(answers.update("g", answers.entries().get(0)));
    String wanted = null;
    for (int seed = 0; seed < 200; seed++) {
      MemoryStore store = arrived(all, seed);
      wanted = wanted == null ? store.digest() : wanted;
      assertThat(store.digest()).as("seed " + seed).isEqualTo(wanted);
    }
  }

  /** Brings everything once in random order, then whatever is missing, asked for by hash. */
  private static MemoryStore arrived(List<VerifiedEntry> all, int seed) {
    MemoryStore store = new MemoryStore();
    List<VerifiedEntry> shuffled = new ArrayList<>(all);
    Random random = new Random(seed);
    Collections.shuffle(shuffled, random);
    int cut = random.nextInt(shuffled.size() + 1);
    store.replicate(shuffled.subList(0, cut), DocumentChoice.EVERYTHING);
    store.replicate(shuffled.subList(cut, shuffled.size()), DocumentChoice.EVERYTHING);
    List<Hash> missing = store.missing();
    for (int round = 0; round < all.size() && !missing.isEmpty(); round++) {
      for (VerifiedEntry entry : all) {
        if (missing.contains(entry.hash())) {
          store.replicate(List.of(entry), DocumentChoice.EVERYTHING);
        }
      }
      missing = store.missing();
    }
    return store;
  }
}
