package bambusa.relay.peers;

import bambusa.relay.ingest.IngestGate;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.PeerCursors;
import bambusa.replication.FetchClaims;
import bambusa.replication.PullSession;
import bambusa.replication.ReplyReader;
import bambusa.replication.SessionSettings;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * All peers of a relay. They can be exchanged while it runs; any thread may call. Whoever made it
 * closes it, before the gate.
 */
public final class Peers implements AutoCloseable {

  /** Entries asked for at once. */
  private static final int PAGE_ENTRIES = 2_000;

  private static final int WAIT_SECONDS = 25;

  /** A page at its largest, twice as many digits as bytes, and what JSON puts around them. */
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  private static final int MAX_ENTRIES = 10_000;
  private static final int MAX_LOGS = 20_000;
  private static final long STOP_MILLIS = 3_000;

  private final Surroundings surroundings;
  private final Function<PeerAddress, PeerTransport> transports;
  private final FetchClaims claims = new FetchClaims();
  private final ReplyReader replies = new ReplyReader(MAX_ENTRIES, MAX_LOGS, MAX_ANSWER_BYTES);
  private final Map<PeerAddress, Running> running = new TreeMap<>();
  private boolean closed;

  private record Running(Peer peer, Thread thread, boolean oneOfSeveral) {}

  /**
   * What peers work on.
   *
   * @param store everything that is stored, whether shared or not
   * @param target what this relay wants to hold
   * @param random uniform in 0…1
   */
  public record Surroundings(
      EntryReader store,
      PeerCursors cursors,
      IngestGate gate,
      TargetSet target,
      LongSupplier nowMillis,
      DoubleSupplier random) {}

  public Peers(Surroundings surroundings, Function<PeerAddress, PeerTransport> transports) {
    this.surroundings = surroundings;
    this.transports = transports;
  }

  /** The most bytes that the answer of a peer may take. */
  public static int maxAnswerBytes() {
    return MAX_ANSWER_BYTES;
  }

  /** Pulls from exactly these from now on. */
  public synchronized void set(Collection<PeerAddress> addresses) {
    if (closed) {
      return;
    }
    Set<PeerAddress> wanted = new TreeSet<>(addresses);
    boolean several = wanted.size() > 1;
    List<Running> dropped = new ArrayList<>();
    running.forEach(
        (address, peer) -> {
          // Who follows the feed of an only peer must not go on so beside others, nor the reverse.
          if (!wanted.contains(address) || peer.oneOfSeveral() != several) {
            dropped.add(peer);
          }
        });
    running.values().removeAll(dropped);
    stop(dropped);
    for (PeerAddress address : wanted) {
      running.computeIfAbsent(address, added -> start(added, several));
    }
  }

  /**
   * Begins anew with each, as after a restart: what was refused before may be wanted now, and is
   * found when what lies before the cursors is compared.
   */
  public synchronized void beginAnew() {
    Set<PeerAddress> addresses = new TreeSet<>(running.keySet());
    stop(List.copyOf(running.values()));
    running.clear();
    set(addresses);
  }

  private Running start(PeerAddress address, boolean several) {
    Peer peer = new Peer(address, transports.apply(address), new Shared(several));
    Thread thread = new Thread(peer, "peer " + address.uri().getHost());
    thread.setDaemon(true);
    thread.start();
    return new Running(peer, thread, several);
  }

  /** How it goes with each, in the order of their addresses. */
  public synchronized List<PeerStatus> status() {
    return running.values().stream().map(peer -> peer.peer().status()).toList();
  }

  private void stop(List<Running> peers) {
    peers.forEach(
        peer -> {
          peer.peer().stop();
          peer.thread().interrupt();
        });
    // One deadline for all: however many hang, the relay ends in time.
    long deadline = surroundings.nowMillis().getAsLong() + STOP_MILLIS;
    for (Running peer : peers) {
      try {
        long left = deadline - surroundings.nowMillis().getAsLong();
        TimeUnit.MILLISECONDS.timedJoin(peer.thread(), Math.min(left, STOP_MILLIS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Stops asking; what was handed to the gate is stored. */
  @Override
  public synchronized void close() {
    closed = true;
    stop(List.copyOf(running.values()));
    running.clear();
  }

  private final class Shared implements Peer.Parts {

    private final boolean several;

    Shared(boolean several) {
      this.several = several;
    }

    @Override
    public IngestGate gate() {
      return surroundings.gate();
    }

    @Override
    public SessionSettings settings() {
      return new SessionSettings(surroundings.target(), several, PAGE_ENTRIES, WAIT_SECONDS);
    }

    @Override
    public LongSupplier nowMillis() {
      return surroundings.nowMillis();
    }

    @Override
    public ReplyReader replies() {
      return replies;
    }

    @Override
    public PullSession session(PullSession.Observer observer) {
      PeerReplica replica =
          new PeerReplica(
              surroundings.store(),
              surroundings.cursors(),
              surroundings.gate(),
              surroundings.target());
      return new PullSession(settings(), replica, claims, surroundings.random(), observer);
    }
  }
}
