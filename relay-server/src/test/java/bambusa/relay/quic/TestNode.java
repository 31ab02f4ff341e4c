package bambusa.relay.quic;

import bambusa.relay.graphql.GraphQlEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;

/** Nodes on loopback, and a peer that can send them whatever it likes. */
final class TestNode {

  static final QuicNode.Surroundings SURROUNDINGS =
      new QuicNode.Surroundings(new SecureRandom(), System::currentTimeMillis);

  private TestNode() {}

  static QuicNode start(GraphQlEngine engine, Path directory, int port) throws IOException {
    return QuicNode.start(
        new QuicSettings(loopback(port), directory, true, MessageLayout.F9), engine, SURROUNDINGS);
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  static QuicAddress address(int port) {
    return new QuicAddress("127.0.0.1", port);
  }

  /** Speaks QUIC, and nothing above it. */
  static final class RawPeer implements QuicEndpoint.Events, AutoCloseable {

    final BlockingQueue<QuicConnection> ended = new LinkedBlockingQueue<>();
    final BlockingQueue<QuicStream> opened = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final QuicEndpoint endpoint = KwikEndpoint.dialling(this, timer, MessageLayout.F9);

    QuicEndpoint endpoint() {
      return endpoint;
    }

    QuicConnection dial(int port) throws IOException {
      return endpoint.dial(loopback(port), 10_000);
    }

    @Override
    public void accepted(QuicConnection connection) {
      throw new IllegalStateException("it does not listen");
    }

    @Override
    public void opened(QuicConnection connection, QuicStream stream) {
      opened.add(stream);
    }

    @Override
    public void closed(QuicConnection connection) {
      ended.add(connection);
    }

    @Override
    public void close() {
      endpoint.close();
      timer.shutdownNow();
    }
  }
}
