package bambusa.relay.upnp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP port of this machine, forwarded by the router for as long as this is open: mapped in the
 * background, renewed at half its lease, deleted at the end. Nothing that fails here reaches the
 * caller. Any thread may call.
 */
public final class PortMapping implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PortMapping.class);

  private static final Duration LEASE = Duration.ofMinutes(20);
  private static final long SEARCH_MILLIS = 10_000;
  private static final long CLOSE_MILLIS = 2_000;
  private static final int MAX_PORTS = 10;
  private static final int LAST_PORT = 65_535;
  private static final String UNKNOWN = "(unknown address)";

  /** A router may say anything; this is shown to people. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /** RFC 1918, and RFC 6598 which carriers use. */
  private static final Pattern PRIVATE =
      Pattern.compile(
          "10\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\."
              + "|100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\.");

  private final GatewayHttp http = new GatewayHttp();
  private final ScheduledExecutorService thread;
  private final int port;
  private final Duration lease;
  private final GatewaySearch search;

  private volatile @Nullable Mapped mapped;
  private volatile boolean closed;

  /** What the router has agreed to. */
  private record Mapped(Gateway gateway, int externalPort, String address) {}

  private PortMapping(
      int port, Duration lease, GatewaySearch search, ScheduledExecutorService thread) {
    this.port = port;
    this.lease = lease;
    this.search = search;
    this.thread = thread;
  }

  /** Begins to forward a port; returns at once. */
  public static PortMapping start(int port, LongSupplier nanoTime) {
    return start(
        port,
        LEASE,
        new GatewaySearch(new GatewayHttp(), GatewaySearch.MULTICAST, nanoTime),
        Executors.newSingleThreadScheduledExecutor(PortMapping::daemon));
  }

  /**
   * With another lease, a router that is found elsewhere, and another sense of time.
   *
   * @param thread maps and renews; ended by the mapping
   */
  static PortMapping start(
      int port, Duration lease, GatewaySearch search, ScheduledExecutorService thread) {
    PortMapping mapping = new PortMapping(port, lease, search, thread);
    long pause = Math.max(1, lease.toMillis() / 2);
    Future<?> unusedRenewing =
        mapping.thread.scheduleWithFixedDelay(mapping::renew, 0, pause, TimeUnit.MILLISECONDS);
    return mapping;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "upnp");
    thread.setDaemon(true);
    return thread;
  }

  /** Where the router says that the port is reached from outside; nothing while it is not. */
  public Optional<String> externalAddress() {
    Mapped now = mapped;
    return now == null ? Optional.empty() : Optional.of(now.address());
  }

  /** The whole search again: a router that started anew has forgotten everything. */
  private void renew() {
    try {
      Gateway gateway = search.find(SEARCH_MILLIS);
      if (closed) {
        return;
      }
      Mapped before = mapped;
      Mapped now = map(gateway, before == null ? port : before.externalPort());
      mapped = now;
      if (closed) {
        delete();
        return;
      }
      if (before == null || !before.address().equals(now.address())) {
        LOG.info("the router forwards {} to UDP port {}", now.address(), port);
      }
    } catch (IOException e) {
      if (mapped != null) {
        LOG.warn("the router no longer forwards UDP port {}: {}", port, e.getMessage());
      } else {
        LOG.info("UDP port {} is not forwarded: {}", port, e.getMessage());
      }
      mapped = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("mapping UDP port {}", port, e);
    }
  }

  private Mapped map(Gateway gateway, int firstPort) throws IOException, InterruptedException {
    GatewayControl control = new GatewayControl(http, gateway);
    int last = Math.min(LAST_PORT, firstPort + MAX_PORTS - 1);
    for (int external = firstPort; ; external++) {
      try {
        add(control, external);
        return new Mapped(gateway, external, address(control, external));
      } catch (GatewayException e) {
        if (e.code() != GatewayException.CONFLICT || external >= last) {
          throw e;
        }
      }
    }
  }

  private void add(GatewayControl control, int external) throws IOException, InterruptedException {
    try {
      control.add(external, port, Math.max(1, lease.toSeconds()));
    } catch (GatewayException e) {
      if (e.code() != GatewayException.ONLY_PERMANENT) {
        throw e;
      }
      control.add(external, port, 0);
    }
  }

  /** A port is forwarded whether or not the router knows its own address. */
  private static String address(GatewayControl control, int external) throws InterruptedException {
    try {
      String address = control.externalAddress();
      if (!ADDRESS.matcher(address).matches() || address.equals("0.0.0.0")) {
        return UNKNOWN + ":" + external;
      }
      boolean outer = PRIVATE.matcher(address).lookingAt();
      return address + ":" + external + (outer ? " (private: behind a further router)" : "");
    } catch (IOException e) {
      LOG.debug("the router does not tell its address", e);
      return UNKNOWN + ":" + external;
    }
  }

  /** Deletes the mapping, if the router answers soon. A search that is under way is not awaited. */
  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
    ExecutorService deleter = Executors.newSingleThreadExecutor(PortMapping::daemon);
    Future<?> deleting = deleter.submit(this::delete);
    deleter.shutdown();
    try {
      deleting.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("UDP port {} may stay forwarded until its lease ends", port, e);
    }
    deleter.shutdownNow();
  }

  private void delete() {
    Mapped last;
    synchronized (this) {
      last = mapped;
      mapped = null;
    }
    if (last == null) {
      return;
    }
    try {
      new GatewayControl(http, last.gateway()).delete(last.externalPort());
    } catch (IOException e) {
      LOG.warn("UDP port {} stays forwarded until its lease ends: {}", port, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
