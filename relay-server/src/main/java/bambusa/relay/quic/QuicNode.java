package bambusa.relay.quic;

import bambusa.relay.graphql.GraphQlEngine;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeerTransport;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The QUIC side of a relay, or of a program that only asks. Any thread may call; whoever made it
 * closes it.
 */
public final class QuicNode implements AutoCloseable {

  private static final int MAX_THREADS = 1_280;
  private static final long IDLE_THREAD_SECONDS = 30;

  private final ExecutorService threads;
  private final ScheduledExecutorService timer;
  private final @Nullable StreamServer server;
  private final @Nullable QuicEndpoint verifier;
  private final QuicEndpoint endpoint;
  private final Dialler dialler;
  private final QuicClient client;

  /**
   * Time and chance.
   *
   * @param nowMillis a clock for intervals
   */
  public record Surroundings(SecureRandom random, LongSupplier nowMillis) {}

  private QuicNode(
      ExecutorService threads,
      ScheduledExecutorService timer,
      @Nullable StreamServer server,
      @Nullable QuicEndpoint verifier,
      QuicEndpoint endpoint,
      ConnectionPool pool,
      Surroundings surroundings) {
    this.threads = threads;
    this.timer = timer;
    this.server = server;
    this.verifier = verifier;
    this.endpoint = endpoint;
    this.dialler =
        new Dialler(
            endpoint, pool, threads, surroundings.random()::nextDouble, surroundings.nowMillis());
    this.client = new QuicClient(dialler, pool, threads, timer, surroundings.nowMillis());
  }

  /**
   * One that answers what the engine can, and asks others. Returns when it answers.
   *
   * @param engine closed by others, before this
   */
  public static QuicNode start(
      QuicSettings settings, GraphQlEngine engine, Surroundings surroundings) throws IOException {
    NodeCertificate certificate =
        NodeCertificate.in(settings.dataDirectory(), surroundings.random());
    ExecutorService threads = threads();
    ScheduledExecutorService timer = timer();
    ConnectionPool pool = new ConnectionPool();
    QuicEndpoint verifier =
        KwikEndpoint.dialling(new PoolEvents(new ConnectionPool()), timer, settings.layout());
    StreamServer server =
        new StreamServer(
            new GraphQlService(engine),
            new VerificationService(settings.verifies(), verifier, timer, surroundings.nowMillis()),
            pool,
            threads,
            timer);
    try {
      QuicEndpoint endpoint =
          KwikEndpoint.listening(
              server,
              timer,
              settings.layout(),
              new KwikEndpoint.Listening(
                  settings.bind(),
                  certificate,
                  DatagramSocket::new,
                  new HandshakeGuard(surroundings.nowMillis())));
      return new QuicNode(threads, timer, server, verifier, endpoint, pool, surroundings);
    } catch (IOException e) {
      threads.shutdownNow();
      timer.shutdownNow();
      throw e;
    }
  }

  /** One that only asks. */
  public static QuicNode asking(MessageLayout layout, Surroundings surroundings) {
    ScheduledExecutorService timer = timer();
    ConnectionPool pool = new ConnectionPool();
    QuicEndpoint endpoint = KwikEndpoint.dialling(new PoolEvents(pool), timer, layout);
    return new QuicNode(threads(), timer, null, null, endpoint, pool, surroundings);
  }

  private static ExecutorService threads() {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        MAX_THREADS,
        IDLE_THREAD_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> daemon(task, "quic-" + count.incrementAndGet()));
  }

  private static ScheduledExecutorService timer() {
    return Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "quic-timer"));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The UDP port it really listens on. */
  public int port() {
    return endpoint.port();
  }

  /** Connections that others have opened. */
  public int connections() {
    return server == null ? 0 : server.openConnections();
  }

  /** Streams being answered. */
  public int streams() {
    return server == null ? 0 : server.openStreams();
  }

  /** Messages that came one way and could not be answered. */
  public long unanswerable() {
    return server == null ? 0 : server.unanswerable();
  }

  /** Packets dropped since the start, as too many handshakes were under way. */
  public long refusedHandshakes() {
    return endpoint.refusedHandshakes();
  }

  /**
   * Asks a node and waits for the answer.
   *
   * @param request the JSON of GraphQL over HTTP
   * @param repeatable whether it does no harm when the node gets the request twice
   * @throws IOException when there is no answer, with the reason in words
   */
  public byte[] ask(QuicAddress node, byte[] request, boolean repeatable, long timeoutMillis)
      throws IOException, InterruptedException {
    return client.ask(node.resolve(), request, repeatable, timeoutMillis);
  }

  /** What carries the questions for a peer; those may be repeated, as they change nothing. */
  public PeerTransport transport(PeerAddress peer) {
    QuicAddress node = QuicAddress.of(peer);
    return (body, timeoutMillis) ->
        ask(node, body.getBytes(StandardCharsets.UTF_8), true, timeoutMillis);
  }

  @Override
  public void close() {
    dialler.close();
    endpoint.close();
    if (verifier != null) {
      verifier.close();
    }
    threads.shutdownNow();
    timer.shutdownNow();
  }

  /** Of an endpoint that answers nobody. */
  private record PoolEvents(ConnectionPool pool) implements QuicEndpoint.Events {

    @Override
    public void accepted(QuicConnection connection) {
      throw new IllegalStateException("only one that listens accepts");
    }

    @Override
    public void opened(QuicConnection connection, QuicStream stream) {
      stream.abandon(QuicStream.CODE_NOT_WANTED);
    }

    @Override
    public void closed(QuicConnection connection) {
      pool.remove(connection);
    }
  }
}
