package bambusa.relay.http;

import bambusa.relay.graphql.GraphQlEngine;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinLogger;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side of a relay. */
public final class RelayHttpServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RelayHttpServer.class);

  private static final long STOP_MILLIS = 3_000;
  private static final int MIN_THREADS = 4;

  /** All askers of a restarted relay come back at once. */
  private static final int ACCEPT_QUEUE = 1_024;

  private static final int REQUEST_TIMEOUT = 408;
  private static final int INTERNAL_ERROR = 500;

  private final Javalin javalin;
  private final GraphQlEngine engine;
  private final ConnectionCount connections;
  private final ByteBudget arriving;

  private RelayHttpServer(
      Javalin javalin, GraphQlEngine engine, ConnectionCount connections, ByteBudget arriving) {
    this.javalin = javalin;
    this.engine = engine;
    this.connections = connections;
    this.arriving = arriving;
  }

  /**
   * Returns when the server answers.
   *
   * @param engine closed with the server
   * @param reports asked on every request for them
   */
  public static RelayHttpServer start(
      HttpSettings settings, GraphQlEngine engine, RelayReports reports)
      throws AddressTakenException {
    ConnectionCount connections =
        new ConnectionCount(
            settings.maxConnectionsPerClient(),
            new ClientAddress(settings.trustedProxies()),
            engine.accounts().meters().limited());
    ByteBudget arriving = new ByteBudget(settings.maxArrivingBytes());
    Javalin javalin =
        Javalin.create(
            config -> configure(config, settings, engine, reports, connections, arriving));
    // Javalin would log what it throws; whoever starts a relay is told once.
    JavalinLogger.enabled = false;
    try {
      javalin.start();
    } catch (RuntimeException e) {
      javalin.stop();
      throw new AddressTakenException(settings.host(), settings.port(), e);
    } finally {
      JavalinLogger.enabled = true;
    }
    return new RelayHttpServer(javalin, engine, connections, arriving);
  }

  private static void configure(
      JavalinConfig config,
      HttpSettings settings,
      GraphQlEngine engine,
      RelayReports reports,
      ConnectionCount connections,
      ByteBudget arriving) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    configureJetty(config, settings, connections);
    WebFiles files = new WebFiles(settings);
    ClientAddress addresses = new ClientAddress(settings.trustedProxies());
    GraphQlEndpoint graphQl = new GraphQlEndpoint(engine, settings, files, addresses, arriving);
    config.routes.before(Headers::common);
    anyMethod(config, "/graphql", graphQl::serve);
    HealthEndpoint health = new HealthEndpoint(reports);
    anyMethod(config, "/health", health::serve);
    anyMethod(config, "/health/live", health::live);
    anyMethod(config, "/metrics", health::metrics);
    anyMethod(config, "/status", context -> files.serve(context, "/status.html"));
    anyMethod(config, "/peers", new PeersEndpoint(reports, files)::serve);
    anyMethod(config, "/*", files::serve);
    config.routes.error(404, context -> context.result("not found\n"));
    config.routes.error(405, RelayHttpServer::explainMethod);
    config.routes.exception(Exception.class, RelayHttpServer::fail);
  }

  private static void configureJetty(
      JavalinConfig config, HttpSettings settings, ConnectionCount connections) {
    QueuedThreadPool threads = new QueuedThreadPool(settings.maxThreads(), MIN_THREADS);
    threads.setName("http");
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(http -> limit(http, settings));
    config.jetty.addConnector((server, http) -> connector(server, http, settings, connections));
    config.jetty.modifyServer(
        server -> {
          server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
          server.setStopTimeout(STOP_MILLIS);
        });
  }

  private static void limit(HttpConfiguration http, HttpSettings settings) {
    http.setRequestHeaderSize(settings.maxHeaderBytes());
    http.setSendServerVersion(false);
  }

  private static Connector connector(
      Server server, HttpConfiguration http, HttpSettings settings, ConnectionCount connections) {
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idleMillis());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.addBean(connections);
    return connector;
  }

  private static void anyMethod(JavalinConfig config, String path, Handler handler) {
    for (HandlerType method : HandlerType.commonHttp()) {
      config.routes.addHttpHandler(method, path, handler);
    }
  }

  /** The GraphQL endpoint has explained itself already. */
  private static void explainMethod(Context context) {
    if (context.resultInputStream() == null) {
      context.result("method not allowed\n");
    }
  }

  // Here a request ends, so here everything is caught; what failed is logged and not told.
  private static void fail(Exception failure, Context context) {
    if (isOfTheConnection(failure)) {
      context.header("Connection", "close");
      context.status(REQUEST_TIMEOUT);
      return;
    }
    LOG.error("{} {} failed with 500", context.method(), context.path(), failure);
    context.status(INTERNAL_ERROR);
    context.result("internal error\n");
  }

  /** The client is gone, or too slow. */
  private static boolean isOfTheConnection(Exception failure) {
    return failure instanceof IOException
        || failure instanceof TimeoutException
        || failure instanceof CancellationException;
  }

  /** The port it really listens on. */
  public int port() {
    return javalin.port();
  }

  /** Connections of all clients. */
  public int openConnections() {
    return connections.open();
  }

  /** Of requests that have not arrived wholly or are not answered yet. */
  public long arrivingBytes() {
    return arriving.taken();
  }

  /** Connections of the client that has most. */
  public int connectionsOfOneClient() {
    return connections.mostOfOneClient();
  }

  /** Answers held queries at once, lets running requests finish within seconds, and stops. */
  @Override
  public void close() {
    engine.close();
    javalin.stop();
  }
}
