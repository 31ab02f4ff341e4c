package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.log.EntryEncoder.Place;
import bambusa.postgres.TestPostgres;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe of docs/nginx-balancer.conf through the real nginx, where one is installed. */
final class BalancerTest {

  private static final String NGINX = System.getenv().getOrDefault("NGINX", "");
  private static final Path RECIPE = Path.of("..", "docs", "nginx-balancer.conf");
  private static final int ENTRIES = 40;

  @TempDir Path directory;

  @Test
  void clientsGoOnWhenOneOfTwoRelaysBehindTheBalancerIsKilled() throws Exception {
    assumeTrue(!NGINX.isEmpty(), "no nginx: $NGINX names none");
    try (TestPostgres database = TestPostgres.start()) {
      database.createDatabase("relays");
      String store = database.address("relays");
      try (RelayProcess one = RelayProcess.start(directory.resolve("one"), options(store));
          RelayProcess two = RelayProcess.start(directory.resolve("two"), options(store))) {
        int port = freePort();
        Process nginx = nginx(port, one, two);
        try {
          publishAndRead(URI.create("http://127.0.0.1:" + port + "/graphql"), one);
        } finally {
          nginx.destroy();
          assertThat(nginx.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
      }
    }
  }

  private static String[] options(String store) {
    return new String[] {"--no-quic", "--store", store};
  }

  private static void publishAndRead(URI balancer, RelayProcess killed) throws Exception {
    BusyAuthor author = new BusyAuthor(TestAuthor.named("author"));
    RelayClient client = new RelayClient(balancer, HttpClient.newHttpClient());
    FeedReader feed = new FeedReader();
    awaitAnswer(feed, balancer);
    publish(author, client, ENTRIES / 2);
    Set<Hash> found = feed.readOn(balancer);
    killed.kill();
    publish(author, client, ENTRIES);
    // From the cursor that whichever relay gave out.
    found.addAll(feed.readOn(balancer));
    assertThat(found).containsAll(author.acknowledged());
  }

  private static void awaitAnswer(FeedReader feed, URI balancer) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        assertThat(feed.readOn(balancer)).isEmpty();
        return;
      } catch (IOException notYet) {
        assertThat(attempt).isLessThan(200);
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static void publish(BusyAuthor author, RelayClient client, int wanted)
      throws InterruptedException {
    int failures = 0;
    while (author.acknowledged().size() < wanted) {
      try {
        Place place = author.place(client);
        while (author.acknowledged().size() < wanted) {
          place = author.publish(client, place);
        }
      } catch (RelayClientException failed) {
        // What was under way at the relay that was killed.
        failures++;
        assertThat(failures).as(failed.toString()).isLessThan(20);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process nginx(int port, RelayProcess one, RelayProcess two) throws IOException {
    String recipe =
        Files.readString(RECIPE)
            .replace("127.0.0.1:2020", "127.0.0.1:" + one.httpPort())
            .replace("127.0.0.1:2120", "127.0.0.1:" + two.httpPort())
            .replace("listen 80;", "listen 127.0.0.1:" + port + ";");
    assertThat(recipe).contains(":" + one.httpPort(), ":" + two.httpPort(), ":" + port + ";");
    Path temporary = Files.createDirectory(directory.resolve("nginx"));
    Path file = temporary.resolve("nginx.conf");
    Files.writeString(
        file,
        """
        daemon off;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
        %2$s
        }
        """
            .formatted(temporary, recipe));
    return new ProcessBuilder(NGINX, "-p", temporary.toString(), "-c", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(temporary.resolve("out.log").toFile())
        .start();
  }
}
