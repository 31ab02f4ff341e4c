package bambusa.sim;

import java.util.List;
import java.util.Random;

/** Cuts links and lets nodes crash, for a while. */
final class Troubles {

  private final VirtualTime time;
  private final Random random;
  private final Network network;
  private final Tally tally;
  private final List<Site> sites;

  Troubles(VirtualTime time, Random random, Network network, Tally tally, List<Site> sites) {
    this.time = time;
    this.random = random;
    this.network = network;
    this.tally = tally;
    this.sites = sites;
  }

  private Site any() {
    return sites.get(random.nextInt(sites.size()));
  }

  /** Two parts that do not reach each other. */
  void partition(long fromMillis, long toMillis) {
    int parts = 1 + random.nextInt(sites.size() - 1);
    for (Site one : sites.subList(0, parts)) {
      for (Site other : sites.subList(parts, sites.size())) {
        time.after(fromMillis, () -> network.cut(one.name(), other.name()));
        time.after(toMillis, () -> network.join(one.name(), other.name()));
      }
    }
  }

  /** Some node goes down and comes back, maybe without what was not durable. */
  void restart(long fromMillis, long toMillis) {
    Site site = any();
    boolean loses = random.nextBoolean();
    time.after(fromMillis, () -> crash(site, loses));
    time.after(toMillis, () -> comeUp(site));
  }

  private void crash(Site site, boolean loses) {
    if (!site.isUp()) {
      return;
    }
    site.goDown();
    if (!loses || site.node().writesAtRisk() == 0) {
      site.node().restart();
      tally.happened(Fault.RESTART);
      return;
    }
    site.node().restartWithoutLastWrites();
    if (site.role() == Site.Role.LIAR) {
      tally.happened(Fault.PEER_ROLLED_BACK);
    } else {
      // An honest store that lost what others may have read is another store.
      site.node().renew(site.node().storeId() + "'");
      tally.happened(Fault.RESTART_WITHOUT_LAST_WRITES);
    }
  }

  private void comeUp(Site site) {
    if (!site.isUp()) {
      site.comeUp();
    }
  }

  void everythingUp() {
    sites.forEach(this::comeUp);
  }
}
