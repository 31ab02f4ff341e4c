package bambusa.relay;

import bambusa.bytes.MalformedException;
import bambusa.relay.bans.Bans;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.http.PeerReport;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.peers.HttpPeerTransports;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeerStatus;
import bambusa.relay.peers.Peers;
import bambusa.relay.peers.PeersFile;
import bambusa.relay.quic.QuicNode;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.SqlStore;
import bambusa.replication.TargetSet;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pulling side of a relay: its peers, those of the settings and those of the file beside the
 * store.
 */
final class Replicating implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Replicating.class);

  private static final long FILE_SECONDS = 1;

  private final Peers peers;
  private final PeersFile file;
  private final Set<PeerAddress> configured;
  private final Supplier<Bans> bans;
  private final ScheduledExecutorService follower =
      Executors.newSingleThreadScheduledExecutor(task -> Relay.daemon(task, "peers file"));
  private @Nullable ScheduledFuture<?> following;
  private @Nullable Set<PeerAddress> current;
  private Bans banned;
  private String complaint = "";

  /**
   * Puts the pulling side together.
   *
   * @param bans what is banned at the moment
   * @param quic carries what is asked of peers over QUIC; closed by others, after this
   */
  Replicating(
      RelaySettings settings,
      SqlStore store,
      IngestGate gate,
      Supplier<Bans> bans,
      SecureRandom random,
      QuicNode quic) {
    Peers.Surroundings surroundings =
        new Peers.Surroundings(
            store.reader(SharedDocuments.EVERYTHING),
            store.peerCursors(),
            gate,
            target(settings),
            SteadyClock.millis(),
            random::nextDouble);
    HttpPeerTransports http = new HttpPeerTransports();
    this.peers =
        new Peers(surroundings, peer -> peer.isQuic() ? quic.transport(peer) : http.apply(peer));
    this.file = new PeersFile(settings.dataDirectory());
    this.configured = new TreeSet<>(settings.peers());
    this.bans = bans;
    this.banned = bans.get();
  }

  /** What is asked for is never more than what the relay accepts. */
  private static TargetSet target(RelaySettings settings) {
    return new TargetSet(
        narrowed(settings.replicatedSchemas(), settings.allowedSchemas()),
        narrowed(settings.replicatedOwners(), settings.allowedOwners()),
        null);
  }

  private static <T> @Nullable List<T> narrowed(List<T> wanted, List<T> allowed) {
    if (wanted.isEmpty() && allowed.isEmpty()) {
      return null;
    }
    if (wanted.isEmpty()) {
      return allowed;
    }
    return wanted.stream().filter(one -> allowed.isEmpty() || allowed.contains(one)).toList();
  }

  /** Starts pulling, and following the file. */
  void start() {
    readFile();
    following =
        follower.scheduleWithFixedDelay(this::look, FILE_SECONDS, FILE_SECONDS, TimeUnit.SECONDS);
  }

  // Here a turn of the timer begins, so here everything is caught.
  private void look() {
    try {
      readFile();
      Bans now = bans.get();
      boolean lifted = now.lifts(banned);
      banned = now;
      if (lifted) {
        LOG.info("a ban was lifted: what was refused meanwhile is looked for at the peers");
        peers.beginAnew();
      }
    } catch (RuntimeException e) {
      LOG.error("following the peers file and the bans", e);
    }
  }

  private void readFile() {
    try {
      Set<PeerAddress> wanted = new TreeSet<>(configured);
      wanted.addAll(file.read());
      if (!wanted.equals(current)) {
        tell(wanted);
        peers.set(wanted);
        current = wanted;
      }
      complaint = "";
    } catch (IOException | MalformedException e) {
      if (current == null) {
        peers.set(configured);
        current = configured;
      }
      complain(String.valueOf(e.getMessage()));
    }
  }

  /** A relay that starts without peers says so in its start report. */
  private void tell(Set<PeerAddress> wanted) {
    if (current == null && wanted.isEmpty()) {
      LOG.debug("pulling from nobody");
    } else {
      LOG.info("pulling from {}", wanted.isEmpty() ? "nobody" : wanted);
    }
  }

  /** Once for each mistake, not once a second. */
  private void complain(String mistake) {
    if (!mistake.equals(complaint)) {
      LOG.warn("the peers stay as they were: {}", mistake);
    }
    complaint = mistake;
  }

  int peerCount() {
    return peers.status().size();
  }

  List<PeerReport> reports() {
    List<PeerReport> reports = new ArrayList<>();
    for (PeerStatus peer : peers.status()) {
      reports.add(
          new PeerReport(
              peer.address().toString(),
              peer.summary(),
              peer.reason(),
              instant(peer.sinceMillis()),
              peer.untilMillis() == null ? null : instant(peer.untilMillis()),
              peer.accepted(),
              peer.refused(),
              peer.parked(),
              peer.wantedLogs(),
              peer.entriesBehind(),
              peer.lastError()));
    }
    return reports;
  }

  private static String instant(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  @Override
  public void close() {
    if (following != null) {
      following.cancel(true);
    }
    follower.shutdownNow();
    peers.close();
  }
}
