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

  private RelayHttpServer(Javalin javalin, GraphQlEngine engine) {
    this.javalin = javalin;
    this.engine = engine;
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
    Javalin javalin = Javalin.create(config -> configure(config, settings, engine, reports));
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
    return new RelayHttpServer(javalin, engine);
  }

  private static void configure(
      JavalinConfig config, HttpSettings settings, GraphQlEngine engine, RelayReports reports) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    configureJetty(config, settings);
    WebFiles files = new WebFiles(settings);
    GraphQlEndpoint graphQl = new GraphQlEndpoint(engine, settings, files);
    config.routes.before(Headers::common);
    anyMethod(config, "/graphql", graphQl::serve);
    anyMethod(config, "/health", context -> answerHealth(context, reports));
    anyMethod(config, "/peers", new PeersEndpoint(reports, files)::serve);
    anyMethod(config, "/*", files::serve);
    config.routes.error(404, context -> context.result("not found\n"));
    config.routes.error(405, RelayHttpServer::explainMethod);
    config.routes.exception(Exception.class, RelayHttpServer::fail);
  }

  private static void configureJetty(JavalinConfig config, HttpSettings settings) {
    QueuedThreadPool threads = new QueuedThreadPool(settings.maxThreads(), MIN_THREADS);
    threads.setName("http");
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(http -> limit(http, settings));
    config.jetty.addConnector((server, http) -> connector(server, http, settings));
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

  private static Connector connector(Server server, HttpConfiguration http, HttpSettings settings) {
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idleMillis());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    return connector;
  }

  private static void anyMethod(JavalinConfig config, String path, Handler handler) {
    for (HandlerType method : HandlerType.commonHttp()) {
      config.routes.addHttpHandler(method, path, handler);
    }
  }

  private static void answerHealth(Context context, RelayReports reports) {
    if (!context.method().equals(HandlerType.GET) && !context.method().equals(HandlerType.HEAD)) {
      context.header("Allow", "GET, HEAD");
      context.status(405);
      return;
    }
    RelayHealth now = reports.health();
    Headers.notKept(context);
    Headers.readableByAnyOrigin(context);
    context.status(now.storeWorks() ? 200 : 503);
    context.contentType("application/json");
    context.result(now.json());
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

  /** Answers held queries at once, lets running requests finish within seconds, and stops. */
  @Override
  public void close() {
    engine.close();
    javalin.stop();
  }
}
