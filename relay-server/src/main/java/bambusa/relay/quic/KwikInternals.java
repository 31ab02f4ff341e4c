package bambusa.relay.quic;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.kwik.agent15.engine.ServerMessageSender;
import tech.kwik.agent15.engine.TlsClientEngine;
import tech.kwik.agent15.engine.TlsServerEngine;
import tech.kwik.agent15.engine.TlsServerEngineFactory;
import tech.kwik.agent15.engine.TlsStatusEventHandler;
import tech.kwik.agent15.extension.ApplicationLayerProtocolNegotiationExtension;
import tech.kwik.agent15.extension.Extension;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.impl.QuicConnectionImpl;
import tech.kwik.core.server.ServerConnector;
import tech.kwik.core.server.impl.ServerConnectionRegistryImpl;
import tech.kwik.core.server.impl.ServerConnectionThread;
import tech.kwik.core.stream.StreamManager;

/**
 * The places where Kwik must behave otherwise than its API lets it: no ALPN when dialling, no ALPN
 * needed when accepting (qp2p.md 0 and 10.2), no end of the process when a socket fails, no endless
 * wait for a stream, and datagrams that are dropped before they cost anything. What it does not
 * tell is read in {@link KwikSending}; what it makes of losses and of resets is changed in {@link
 * KwikLosses} and {@link KwikResets}. All use of reflection is in these four; the version of Kwik
 * is pinned for it.
 */
final class KwikInternals {

  static final String OTHER_VERSION = "this is another version of Kwik than the pinned one";

  private static final Set<QuicConnectionImpl.Status> HANDSHAKING =
      EnumSet.of(QuicConnectionImpl.Status.Created, QuicConnectionImpl.Status.Handshaking);

  private KwikInternals() {}

  /** Sends no ALPN: a peer of qp2p refuses every offer. To be called before connecting. */
  static void dialWithoutAlpn(QuicClientConnection connection) {
    Field engine = field(connection.getClass(), "tlsEngine");
    TlsClientEngine real = (TlsClientEngine) read(engine, connection);
    write(
        engine,
        connection,
        intercept(
            TlsClientEngine.class,
            (method, arguments) ->
                method.getName().equals("add") && isAlpn(arguments)
                    ? null
                    : call(real, method, arguments)));
  }

  /**
   * Takes clients that offer no ALPN as if they had offered {@code protocol}, without telling them
   * so. Those that offer it are answered. To be called before the start.
   */
  static void acceptWithoutAlpn(
      ServerConnector connector, KeyStore keys, String alias, char[] password, String protocol)
      throws CertificateException {
    write(
        engines(connector),
        connections(connector),
        new AlpnOptional(keys, alias, password, protocol));
  }

  private static Object connections(ServerConnector connector) {
    return read(field(connector.getClass(), "serverConnectionFactory"), connector);
  }

  private static Field engines(ServerConnector connector) {
    return field(connections(connector).getClass(), "tlsServerEngineFactory");
  }

  /** What happens when the socket fails, which else is {@code System.exit}. */
  static void onReceiveFailure(ServerConnector connector, Consumer<Throwable> failed) {
    Object receiver = read(field(connector.getClass(), "receiver"), connector);
    write(field(receiver.getClass(), "abortCallback"), receiver, failed);
  }

  /** Drops what is received, unless it is admitted; the test also gets whether an id is known. */
  static void onlyReceive(
      ServerConnector connector, BiPredicate<DatagramPacket, Predicate<byte[]>> admitted) {
    Object receiver = read(field(connector.getClass(), "receiver"), connector);
    Predicate<byte[]> known = known(connector);
    Predicate<DatagramPacket> filter = packet -> admitted.test(packet, known);
    write(field(receiver.getClass(), "packetFilter"), receiver, filter);
  }

  /** Whether packets to that id are those of a connection, or of a handshake. */
  private static Predicate<byte[]> known(ServerConnector connector) {
    Object registry = read(field(connector.getClass(), "connectionRegistry"), connector);
    try {
      Method find =
          ServerConnectionRegistryImpl.class.getDeclaredMethod(
              "isExistingConnection", InetSocketAddress.class, byte[].class);
      find.setAccessible(true);
      return id -> isPresent(find, registry, id);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(OTHER_VERSION, e);
    }
  }

  // Kwik does not look at the address.
  private static boolean isPresent(Method find, Object registry, byte[] id) {
    try {
      return find.invoke(registry, null, id) instanceof Optional<?> found && found.isPresent();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(OTHER_VERSION, e);
    }
  }

  /**
   * Ends every accepted connection, those too that nobody was told of yet. The connector itself
   * would end them by a close of the transport, which 0.28 reads as an error (qp2p.md 2.3).
   */
  static void closeAll(ServerConnector connector, long code, String reason) {
    accepted(connector).forEach(one -> one.close(code, reason));
  }

  /** Closes it, with two timers of which each would keep the process alive. */
  static void close(ServerConnector connector) {
    connector.close();
    if (read(engines(connector), connections(connector)) instanceof TlsServerEngineFactory own) {
      own.dispose();
    }
    Object timer = read(field(connector.getClass(), "sharedScheduledExecutor"), connector);
    if (timer instanceof ScheduledExecutorService unfinished) {
      unfinished.shutdownNow();
    }
  }

  /** Accepted connections whose handshake is not done. */
  static Set<QuicConnection> handshaking(ServerConnector connector) {
    Field state = field(QuicConnectionImpl.class, "connectionState");
    return accepted(connector)
        .filter(one -> HANDSHAKING.contains(read(state, one)))
        .collect(Collectors.toSet());
  }

  private static Stream<QuicConnection> accepted(ServerConnector connector) {
    Object registry = read(field(connector.getClass(), "connectionRegistry"), connector);
    if (!(registry instanceof ServerConnectionRegistryImpl connections)) {
      throw new IllegalStateException(OTHER_VERSION);
    }
    Field accepted = field(ServerConnectionThread.class, "serverConnection");
    return connections
        .getAllConnections()
        .filter(ServerConnectionThread.class::isInstance)
        .map(one -> (QuicConnection) read(accepted, one));
  }

  /** Opens a stream, waiting that long until the peer allows it. */
  static QuicStream openStream(QuicConnection connection, boolean bidirectional, long timeoutMillis)
      throws IOException {
    try {
      return streams(connection).createStream(bidirectional, timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the peer allows no more streams", e);
    }
  }

  static StreamManager streams(QuicConnection connection) {
    try {
      Method streamsOf = QuicConnectionImpl.class.getDeclaredMethod("getStreamManager");
      streamsOf.setAccessible(true);
      return (StreamManager) streamsOf.invoke(connection);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(OTHER_VERSION, e);
    }
  }

  private static boolean isAlpn(Object @Nullable [] arguments) {
    return arguments != null
        && arguments.length == 1
        && arguments[0] instanceof ApplicationLayerProtocolNegotiationExtension;
  }

  static Field field(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(OTHER_VERSION, e);
    }
  }

  static Object read(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  static void write(Field field, Object owner, Object value) {
    try {
      field.set(owner, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A method call on its way to the real object. */
  private interface Interception {

    @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable;
  }

  private static <T> T intercept(Class<T> type, Interception interception) {
    return type.cast(
        Proxy.newProxyInstance(
            KwikInternals.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> interception.call(method, arguments)));
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** Makes engines for which ALPN is optional. */
  private static final class AlpnOptional extends TlsServerEngineFactory {

    private final String protocol;

    AlpnOptional(KeyStore keys, String alias, char[] password, String protocol)
        throws CertificateException {
      super(keys, alias, password);
      this.protocol = protocol;
    }

    @Override
    public TlsServerEngine createServerEngine(
        ServerMessageSender sender, TlsStatusEventHandler handler) {
      AtomicBoolean offered = new AtomicBoolean(true);
      TlsStatusEventHandler withOffer =
          intercept(
              TlsStatusEventHandler.class,
              (method, arguments) -> call(handler, method, offering(method, arguments, offered)));
      TlsServerEngine real = super.createServerEngine(sender, withOffer);
      return intercept(
          TlsServerEngine.class,
          (method, arguments) ->
              !offered.get() && method.getName().equals("addServerExtensions") && isAlpn(arguments)
                  ? null
                  : call(real, method, arguments));
    }

    private Object @Nullable [] offering(
        Method method, Object @Nullable [] arguments, AtomicBoolean offered) {
      if (!method.getName().equals("extensionsReceived") || arguments == null) {
        return arguments;
      }
      List<Object> extensions = new ArrayList<>((List<?>) arguments[0]);
      if (extensions.stream()
          .noneMatch(ApplicationLayerProtocolNegotiationExtension.class::isInstance)) {
        offered.set(false);
        Extension offer = new ApplicationLayerProtocolNegotiationExtension(protocol);
        extensions.add(offer);
      }
      return new Object[] {extensions};
    }
  }
}
