package bambusa.sim;

import bambusa.crypto.Hash;
import bambusa.ingest.ForkProof;
import bambusa.ingest.MemoryStore;
import bambusa.ingest.VerifiedEntry;
import bambusa.replication.MemoryNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether all honest nodes have come to hold what they must, and nothing else. */
final class Verdict {

  private static final int MAX_SHOWN = 12;

  private final Oracle oracle;
  private final List<Site> sites;
  private @Nullable Branches branches;

  /** Looks at these sites whenever it is asked. */
  Verdict(Oracle oracle, List<Site> sites) {
    this.oracle = oracle;
    this.sites = sites;
  }

  /** Second branches that may have reached somebody. */
  void expect(Branches shown) {
    branches = shown;
  }

  private List<Site> honest() {
    return sites.stream().filter(site -> site.role() != Site.Role.LIAR).toList();
  }

  /** Second branches shown to one that reached somebody honest. */
  List<VerifiedEntry> branchesMet() {
    List<VerifiedEntry> met = new ArrayList<>();
    for (VerifiedEntry entry : branches == null ? List.<VerifiedEntry>of() : branches.signed()) {
      if (honest().stream().anyMatch(site -> knows(site.node().store(), entry))) {
        met.add(entry);
      }
    }
    return met;
  }

  private static boolean knows(MemoryStore store, VerifiedEntry entry) {
    ForkProof proof = store.log(entry.entry().logKey()).fork();
    return store.find(entry.hash()) != null
        || proof != null
            && (proof.first().hash().equals(entry.hash())
                || proof.second().hash().equals(entry.hash()));
  }

  /** Each difference from what must be, in words. */
  List<String> wrong() {
    MemoryStore all = oracle.all(branchesMet());
    List<String> wrong = new ArrayList<>();
    for (Site site : honest()) {
      MemoryNode node = site.node();
      difference(
          site,
          Oracle.digest(all, node.target()),
          Oracle.digest(node.store(), node.target()),
          wrong);
      for (String unasked : Oracle.unasked(node.store(), node.target())) {
        wrong.add(site.name() + " holds what it did not ask for: " + unasked);
      }
      for (Hash lacking : Oracle.undefined(all, node.store(), node.target())) {
        wrong.add(site.name() + " lacks what defines a schema it wants: " + lacking);
      }
      for (Link link : site.links()) {
        if (link.refused() > 0 && link.peer().role() != Site.Role.LIAR) {
          wrong.add(
              site.name() + " refused " + link.refused() + " of honest " + link.peer().name());
        }
      }
    }
    return wrong;
  }

  private static void difference(
      Site site, Set<String> expected, Set<String> held, List<String> wrong) {
    Set<String> lacking = new HashSet<>(expected);
    lacking.removeAll(held);
    Set<String> tooMuch = new HashSet<>(held);
    tooMuch.removeAll(expected);
    for (String line : new TreeSet<>(lacking)) {
      wrong.add(site.name() + " " + site.node().target() + " lacks " + line);
    }
    for (String line : new TreeSet<>(tooMuch)) {
      wrong.add(site.name() + " " + site.node().target() + " should not hold " + line);
    }
    if (wrong.size() > MAX_SHOWN) {
      wrong.subList(MAX_SHOWN, wrong.size()).clear();
    }
  }
}
