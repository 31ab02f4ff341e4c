package bambusa.relay.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import bambusa.relay.graphql.TestEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConnectionCountTest {

  private static final int MAX_PER_CLIENT = 10;

  @Test
  void connectionsThatWereClosedDoNotCount() throws Exception {
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1",
            0,
            1 << 20,
            4_096,
            10_000,
            16_000,
            100,
            MAX_PER_CLIENT,
            1 << 26,
            8,
            List.of());
    RelayHealth healthy = new RelayHealth("1.0", true, 3, 2, 1, List.of());
    try (TestEngine test = new TestEngine();
        RelayHttpServer server =
            RelayHttpServer.start(settings, test.engine(), new FixedReports(() -> healthy))) {
      for (int i = 0; i < 5 * MAX_PER_CLIENT; i++) {
        assertThat(answer(server.port(), i % 2 == 0)).isEqualTo("HTTP/1.1 200 OK");
        // The relay hears of it a little later.
        while (server.connectionsOfOneClient() > 0) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
      assertThat(server.openConnections()).isZero();
    }
  }

  /** Of a connection that one of the two sides closes. */
  private static String answer(int port, boolean relayCloses) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String close = relayCloses ? "Connection: close\r\n" : "";
      socket
          .getOutputStream()
          .write(("GET /health/live HTTP/1.1\r\nHost: relay\r\n" + close + "\r\n").getBytes(UTF_8));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    }
  }
}
