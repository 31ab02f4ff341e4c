package bambusa.relay.quic;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.kwik.core.ConnectionListener;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;
import tech.kwik.core.server.ServerConnection;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;
import tech.kwik.core.server.impl.ServerConnectionImpl;

/**
 * QUIC by Kwik, with and without ALPN. Transport parameters are those of qp2p (qp2p.md 1.3). A
 * socket that fails is opened again; nothing that happens here ends the process.
 */
final class KwikEndpoint implements QuicEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(KwikEndpoint.class);

  // Kwik asserts that losses are waited for longer than not at all, and counts in whole
  // milliseconds: over loopback its receiving thread would end wherever assertions are on.
  static {
    ClassLoader loader = KwikEndpoint.class.getClassLoader();
    if (loader != null) {
      loader.setPackageAssertionStatus("tech.kwik", false);
    }
  }

  /** For peers that offer ALPN; those of qp2p do not. */
  static final String ALPN = "qp2p";

  /** What every qp2p client asks for: an address as name would be refused (qp2p.md 1.4). */
  private static final String SERVER_NAME = "maidsafe.net";

  /** What qp2p says, too, when an endpoint ends (qp2p.md 2.3). */
  private static final String CLOSED = "Endpoint closed";

  private static final int IDLE_MILLIS = 18_000;
  private static final int MAX_STREAMS = 100;
  private static final long STREAM_BYTES = 1_250_000;
  private static final long CONNECTION_BYTES = 16 << 20;

  /** Where Kwik dials, a connection may hold so many times what a stream may by default. */
  private static final long DEFAULT_STREAMS_HELD = 10;

  private static final int CONNECTION_ID_BYTES = 8;
  private static final int SOCKET_BUFFER_BYTES = 4 << 20;
  private static final long REOPEN_MILLIS = 1_000;

  private final Events events;
  private final ScheduledExecutorService timer;
  private final SendWatch watch;
  private final MessageLayout assumedLayout;
  private final Set<KwikConnection> connections = ConcurrentHashMap.newKeySet();
  private final @Nullable Listening listening;
  private @Nullable ServerConnector connector;
  private @Nullable Future<?> handshakes;
  private int port;
  private boolean closed;

  /**
   * What is needed to listen.
   *
   * @param bind port 0 takes any
   */
  record Listening(
      InetSocketAddress bind, NodeCertificate certificate, Sockets sockets, HandshakeGuard guard) {}

  /** Opens the socket to listen on. */
  @FunctionalInterface
  interface Sockets {

    DatagramSocket open(InetSocketAddress bind) throws SocketException;
  }

  private KwikEndpoint(
      Events events,
      ScheduledExecutorService timer,
      MessageLayout assumedLayout,
      @Nullable Listening listening) {
    this.events = events;
    this.timer = timer;
    this.watch = new SendWatch(timer);
    this.assumedLayout = assumedLayout;
    this.listening = listening;
  }

  /** One that only dials. */
  static KwikEndpoint dialling(
      Events events, ScheduledExecutorService timer, MessageLayout assumedLayout) {
    return new KwikEndpoint(events, timer, assumedLayout, null);
  }

  /**
   * One that listens too.
   *
   * @param timer opens a failed socket again
   * @param assumedLayout of a peer that has said nothing yet
   */
  static KwikEndpoint listening(
      Events events,
      ScheduledExecutorService timer,
      MessageLayout assumedLayout,
      Listening listening)
      throws IOException {
    KwikEndpoint endpoint = new KwikEndpoint(events, timer, assumedLayout, listening);
    endpoint.listen(listening, listening.bind());
    endpoint.handshakes =
        HandshakeWatch.start(endpoint::handshaking, timer, HandshakeWatch.LOOK_MILLIS);
    return endpoint;
  }

  private synchronized void listen(Listening wanted, InetSocketAddress bind) throws IOException {
    DatagramSocket socket = wanted.sockets().open(bind);
    try {
      socket.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
      socket.setSendBufferSize(SOCKET_BUFFER_BYTES);
      ServerConnector opened = connector(wanted, socket);
      opened.registerApplicationProtocol(ALPN, new Acceptor(wanted.guard()));
      opened.start();
      port = socket.getLocalPort();
      connector = opened;
    } catch (CertificateException | RuntimeException e) {
      socket.close();
      throw new IOException("QUIC cannot listen: " + e.getMessage(), e);
    }
  }

  private ServerConnector connector(Listening wanted, DatagramSocket socket)
      throws IOException, CertificateException {
    ServerConnectionConfig limits =
        ServerConnectionConfig.builder()
            .maxIdleTimeout(IDLE_MILLIS)
            .maxConnectionBufferSize(CONNECTION_BYTES)
            .maxUnidirectionalStreamBufferSize(STREAM_BYTES)
            .maxBidirectionalStreamBufferSize(STREAM_BYTES)
            .maxOpenPeerInitiatedUnidirectionalStreams(MAX_STREAMS)
            .maxOpenPeerInitiatedBidirectionalStreams(MAX_STREAMS)
            .retryRequired(false)
            .connectionIdLength(CONNECTION_ID_BYTES)
            .build();
    KeyStore keys = wanted.certificate().keyStore();
    ServerConnector made =
        ServerConnector.builder()
            .withSocket(socket)
            .withKeyStore(keys, NodeCertificate.ALIAS, NodeCertificate.password())
            .withConfiguration(limits)
            .withLogger(new NullLogger())
            .build();
    KwikInternals.acceptWithoutAlpn(
        made, keys, NodeCertificate.ALIAS, NodeCertificate.password(), ALPN);
    KwikInternals.onReceiveFailure(made, this::receiveFailed);
    KwikInternals.onlyReceive(made, wanted.guard()::admits);
    return made;
  }

  /** What has begun to connect and has not finished. */
  Set<tech.kwik.core.QuicConnection> handshaking() {
    ServerConnector listener;
    synchronized (this) {
      listener = connector;
    }
    return listener == null ? Set.of() : KwikInternals.handshaking(listener);
  }

  @Override
  public long refusedHandshakes() {
    return listening == null ? 0 : listening.guard().refused();
  }

  private synchronized void receiveFailed(Throwable failure) {
    if (closed) {
      return;
    }
    LOG.error("UDP port {} receives no more; opening it again", port, failure);
    reopenLater();
  }

  private void reopenLater() {
    Future<?> unusedReopening = timer.schedule(this::reopen, REOPEN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void reopen() {
    if (closed || listening == null) {
      return;
    }
    ServerConnector failed = connector;
    if (failed != null) {
      connector = null;
      KwikInternals.close(failed);
    }
    try {
      listen(listening, new InetSocketAddress(listening.bind().getAddress(), port));
      LOG.info("UDP port {} receives again", port);
    } catch (IOException e) {
      LOG.warn("UDP port {} cannot be opened: {}", port, e.getMessage());
      reopenLater();
    }
  }

  @Override
  public synchronized int port() {
    return port;
  }

  @Override
  public QuicConnection dial(InetSocketAddress address, long timeoutMillis) throws IOException {
    QuicClientConnection quic =
        QuicClientConnection.newBuilder()
            .applicationProtocol(ALPN)
            .host(SERVER_NAME)
            .proxy(address.getAddress().getHostAddress())
            .port(address.getPort())
            .customTrustManager(new AnyCertificate())
            .connectTimeout(Duration.ofMillis(timeoutMillis))
            .maxIdleTimeout(Duration.ofMillis(IDLE_MILLIS))
            .maxOpenPeerInitiatedBidirectionalStreams(MAX_STREAMS)
            .maxOpenPeerInitiatedUnidirectionalStreams(MAX_STREAMS)
            .defaultStreamReceiveBufferSize(CONNECTION_BYTES / DEFAULT_STREAMS_HELD + 1)
            .connectionIdLength(CONNECTION_ID_BYTES)
            .logger(new NullLogger())
            .build();
    quic.setDefaultUnidirectionalStreamReceiveBufferSize(STREAM_BYTES);
    quic.setDefaultBidirectionalStreamReceiveBufferSize(STREAM_BYTES);
    KwikInternals.dialWithoutAlpn(quic);
    KwikLosses.bear(quic);
    KwikResets.heed(quic);
    KwikConnection connection =
        new KwikConnection(quic, address, watch, new LayoutMemory(assumedLayout));
    watch(connection, quic);
    quic.setPeerInitiatedStreamCallback(
        stream -> events.opened(connection, connection.stream(stream)));
    try {
      quic.connect();
    } catch (RuntimeException e) {
      // Kwik's word for being interrupted meanwhile.
      throw new IOException("the handshake broke off", e);
    }
    return connection;
  }

  private void watch(KwikConnection connection, tech.kwik.core.QuicConnection quic)
      throws IOException {
    synchronized (this) {
      if (closed) {
        throw new IOException("the endpoint is closed");
      }
      connections.add(connection);
    }
    quic.setConnectionListener(
        new ConnectionListener() {
          @Override
          public void disconnected(ConnectionTerminatedEvent event) {
            connection.ended();
            connections.remove(connection);
            events.closed(connection);
          }
        });
  }

  @Override
  public void close() {
    ServerConnector listener;
    synchronized (this) {
      closed = true;
      if (handshakes != null) {
        handshakes.cancel(false);
      }
      listener = connector;
      connector = null;
    }
    List.copyOf(connections)
        .forEach(connection -> connection.close(QuicConnection.CLOSE_ORDINARY, CLOSED));
    if (listener != null) {
      KwikInternals.closeAll(listener, QuicConnection.CLOSE_ORDINARY, CLOSED);
      KwikInternals.close(listener);
    }
  }

  /** Takes connections from Kwik. */
  private final class Acceptor implements ApplicationProtocolConnectionFactory {

    private final HandshakeGuard guard;

    Acceptor(HandshakeGuard guard) {
      this.guard = guard;
    }

    @Override
    public ApplicationProtocolConnection createConnection(
        String protocol, tech.kwik.core.QuicConnection quic) {
      guard.finished(((ServerConnectionImpl) quic).getOriginalDestinationConnectionId());
      KwikLosses.bear(quic);
      KwikResets.heed(quic);
      InetSocketAddress peer = ((ServerConnection) quic).getInitialRemoteAddress();
      KwikConnection connection =
          new KwikConnection(quic, peer, watch, new LayoutMemory(assumedLayout));
      try {
        watch(connection, quic);
        events.accepted(connection);
      } catch (IOException e) {
        connection.close(QuicConnection.CLOSE_ORDINARY, CLOSED);
      }
      return new ApplicationProtocolConnection() {
        @Override
        public void acceptPeerInitiatedStream(tech.kwik.core.QuicStream stream) {
          events.opened(connection, connection.stream(stream));
        }
      };
    }

    @Override
    public int maxConcurrentPeerInitiatedUnidirectionalStreams() {
      return MAX_STREAMS;
    }

    @Override
    public int maxConcurrentPeerInitiatedBidirectionalStreams() {
      return MAX_STREAMS;
    }

    @Override
    public long maxUnidirectionalStreamReceiverBufferSize() {
      return STREAM_BYTES;
    }

    @Override
    public long maxBidirectionalStreamReceiverBufferSize() {
      return STREAM_BYTES;
    }
  }
}
