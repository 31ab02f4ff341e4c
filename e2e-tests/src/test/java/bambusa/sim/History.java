package bambusa.sim;

import bambusa.crypto.PublicKey;
import bambusa.ingest.ForkProof;
import bambusa.ingest.LogFact;
import bambusa.ingest.MemoryStore;
import bambusa.log.LogKey;
import bambusa.operation.SchemaId;
import bambusa.replication.MemoryNode;
import bambusa.replication.SessionSettings;
import bambusa.replication.Step;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** One history of a network, made of nothing but a seed. */
final class History {

  private static final int TROUBLED_MILLIS = 40_000;
  private static final long PATIENCE_MILLIS = 4 * 3_600_000;

  /** By then everything has arrived that is going to, except where peers rest for long. */
  private static final long UNSEEN_FORKS_MILLIS = 3_600_000;

  private static final int WAIT_SECONDS = 20;

  private final Random random;
  private final Tally tally;
  private final Signatures signatures;
  private final boolean tracing;
  private final VirtualTime time = new VirtualTime();
  private final Network network;
  private final Oracle oracle = new Oracle();
  private final List<Site> sites = new ArrayList<>();
  private final Map<Site, Long> evicted = new HashMap<>();
  private final Troubles troubles;
  private final Publishing publishing;
  private final Verdict verdict = new Verdict(oracle, sites);

  History(long seed, Tally tally, Signatures signatures, boolean tracing) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    random.nextInt();
    this.tally = tally;
    this.signatures = signatures;
    this.tracing = tracing;
    this.network = new Network(time, random, tally, 0.05 + 0.15 * random.nextDouble());
    addRelays();
    this.publishing = new Publishing(random, tally, oracle, authors(), List.copyOf(sites));
    List<SchemaId> schemas = List.of(publishing.define("one"), publishing.define("other"));
    addOthers(schemas);
    this.troubles = new Troubles(time, random, network, tally, sites);
  }

  private static List<SimAuthor> authors() {
    List<SimAuthor> authors = new ArrayList<>();
    for (String name : List.of("ant", "bee", "cat", "dog")) {
      authors.add(new SimAuthor(name, name.equals("cat") || name.equals("dog")));
    }
    return authors;
  }

  Random random() {
    return random;
  }

  Tally tally() {
    return tally;
  }

  VirtualTime time() {
    return time;
  }

  Network network() {
    return network;
  }

  void trace(Supplier<String> line) {
    if (tracing) {
      System.out.println(time.nowMillis() + " " + line.get());
    }
  }

  private Site add(String name, Site.Role role, TargetSet target) {
    int maxParked = random.nextInt(4) == 0 ? 6 : 10_000;
    MemoryNode node = new MemoryNode("store of " + name, target, signatures, maxParked);
    Site site = new Site(name, role, node, time);
    sites.add(site);
    return site;
  }

  /** Relays of everything in a line, maybe closed to a ring. */
  private void addRelays() {
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      add("relay" + i, Site.Role.RELAY, TargetSet.EVERYTHING);
    }
    for (int i = 0; i + 1 < count; i++) {
      peer(sites.get(i), sites.get(i + 1));
      peer(sites.get(i + 1), sites.get(i));
    }
    if (count > 2 && random.nextBoolean()) {
      peer(sites.get(0), sites.get(count - 1));
      peer(sites.get(count - 1), sites.get(0));
    }
  }

  private void addOthers(List<SchemaId> schemas) {
    List<Site> relays = List.copyOf(sites);
    int leechers = 1 + random.nextInt(2);
    if (random.nextInt(2) == 0) {
      Site picky = add("picky", Site.Role.RELAY, target(schemas));
      peer(picky, relays.get(random.nextInt(relays.size())));
      peer(relays.get(0), picky);
    }
    if (random.nextInt(4) == 0) {
      Site standard = add("standard", Site.Role.STANDARD_RELAY, TargetSet.EVERYTHING);
      peer(standard, relays.get(0));
      peer(relays.get(0), standard);
    }
    for (int i = 0; i < leechers; i++) {
      Site leecher = add("leecher" + i, Site.Role.LEECHER, target(schemas));
      peer(leecher, relays.get(random.nextInt(relays.size())));
    }
    if (random.nextInt(10) == 0) {
      peer(relays.get(0), relays.get(0));
    }
    if (random.nextInt(3) > 0) {
      addLiar(relays);
    }
  }

  private void addLiar(List<Site> relays) {
    Site liar = add("liar", Site.Role.LIAR, TargetSet.EVERYTHING);
    peer(liar, relays.get(0));
    List<Site> victims = new ArrayList<>();
    for (Site site : List.copyOf(sites)) {
      if (site != liar && site.role() != Site.Role.STANDARD_RELAY && random.nextInt(2) == 0) {
        peer(site, liar);
        // What a leecher finds out it cannot pass on.
        if (site.role() == Site.Role.RELAY) {
          victims.add(site);
        }
      }
    }
    String victim = victims.isEmpty() ? "" : victims.get(random.nextInt(victims.size())).name();
    Branches shown = new Branches(victim, publishing.authors(), random);
    liar.lieBy(new Liar(liar.node(), random, tally, shown));
    verdict.expect(shown);
  }

  private TargetSet target(List<SchemaId> schemas) {
    List<SchemaId> one = List.of(schemas.get(random.nextInt(schemas.size())));
    return switch (random.nextInt(4)) {
      case 0 -> TargetSet.EVERYTHING;
      case 1 -> {
        Set<PublicKey> owners = new TreeSet<>();
        publishing.authors().subList(1, 3).forEach(a -> owners.add(a.key().publicKey()));
        yield new TargetSet(one, owners, null);
      }
      default -> TargetSet.ofSchemas(one);
    };
  }

  private void peer(Site asker, Site peer) {
    long manyLogs = random.nextInt(3) == 0 ? random.nextInt(4) : 5_000;
    int pageEntries = 1 + random.nextInt(12);
    boolean severalPeers = random.nextBoolean();
    SessionSettings settings =
        new SessionSettings(
            asker.node().target(), severalPeers, pageEntries, WAIT_SECONDS, manyLogs);
    asker.links().add(new Link(asker, peer, settings, this));
  }

  /** Notes what an ingest brought about; leechers and relays make their stores durable at times. */
  void ingested(Site site, Step.Batch batch) {
    long now = site.node().evicted();
    long before = evicted.getOrDefault(site, 0L);
    if (now > before) {
      tally.happened(Fault.PARKED_EVICTED, now - before);
    }
    evicted.put(site, now);
    if (random.nextInt(4) == 0) {
      site.node().makeDurable();
    }
  }

  /** Lets the history happen; empty when all is well in the end, else what is not. */
  Optional<String> run() {
    for (Site site : sites) {
      for (Link link : site.links()) {
        time.after(random.nextInt(3_000), () -> startLink(site, link));
      }
    }
    int writes = 10 + random.nextInt(30);
    for (int i = 0; i < writes; i++) {
      time.after(random.nextInt(TROUBLED_MILLIS), publishing::publish);
    }
    if (random.nextInt(6) == 0) {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        time.after(random.nextInt(TROUBLED_MILLIS), publishing::forkDefinition);
      }
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      long from = random.nextInt(TROUBLED_MILLIS / 2);
      troubles.partition(from, from + random.nextInt(TROUBLED_MILLIS / 2));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      long from = random.nextInt(TROUBLED_MILLIS / 2);
      troubles.restart(from, from + 1 + random.nextInt(TROUBLED_MILLIS / 4));
    }
    time.runUntil(TROUBLED_MILLIS);
    network.heal();
    troubles.everythingUp();
    return settle();
  }

  private static void startLink(Site site, Link link) {
    if (site.isUp() && !link.isStarted()) {
      link.start();
    }
  }

  private Optional<String> settle() {
    long wait = 5_000;
    List<String> wrong = List.of("nothing was looked at");
    while (!wrong.isEmpty() && time.nowMillis() < PATIENCE_MILLIS) {
      time.runUntil(time.nowMillis() + wait);
      wait += wait / 2;
      wrong = verdict.wrong();
      if (!wrong.isEmpty() && time.nowMillis() > UNSEEN_FORKS_MILLIS) {
        growUnseenForks();
      }
    }
    MemoryStore all = oracle.all(verdict.branchesMet());
    long forks = all.logs().values().stream().filter(log -> log.fork() != null).count();
    tally.published(all.stored().size(), forks);
    for (LogFact log : all.logs().values()) {
      ForkProof fork = log.fork();
      if (fork != null) {
        tally.happened(Fault.AUTHOR_FORKED_LOG);
        if (fork.seqNum().isFirst()) {
          tally.happened(Fault.AUTHOR_FORKED_FIRST_ENTRY);
        }
      }
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", wrong));
  }

  private void growUnseenForks() {
    for (Map.Entry<LogKey, LogFact> log : oracle.all(verdict.branchesMet()).logs().entrySet()) {
      if (log.getValue().fork() != null) {
        publishing.growAtOneRelay(log.getKey());
      }
    }
  }
}
