package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bench.Corpus;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.relay.client.RelayClient;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two real relays that know each other by their UDP ports alone. */
@Timeout(300)
final class UdpOnlyTest {

  private static final int ENTRIES = 60;
  private static final String HELD =
      "{ node { entryCount } logRanges(ranges: [{}]) { count fingerprint } }";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void relaysWithOnlyUdpBetweenThemComeToHoldTheSame() throws Exception {
    List<EncodedEntryAndOperation> corpus =
        Corpus.sign(new Corpus.Shape(ENTRIES, 10, 10)).entries();
    try (RelayProcess near = RelayProcess.start(directory.resolve("near"));
        RelayProcess far =
            RelayProcess.start(directory.resolve("far"), "--peer", near.quicAddress())) {
      publish(near, corpus.subList(0, ENTRIES / 2));
      become(far, near);
      publish(near, corpus.subList(ENTRIES / 2, ENTRIES));
      become(far, near);
      // As people ask.
      RelayJar.Ran query = RelayJar.run("query", far.quicAddress(), HELD);
      assertThat(query.exitCode()).as(query.err()).isZero();
      assertThat(JSON.readTree(query.out()).path("data")).isEqualTo(near.ask(HELD));
    }
  }

  private void publish(RelayProcess relay, List<EncodedEntryAndOperation> entries)
      throws Exception {
    RelayClient client = new RelayClient(relay.graphql(), http);
    for (EncodedEntryAndOperation one : entries) {
      client.publish(one.entry(), Objects.requireNonNull(one.operation()));
    }
  }

  private static void become(RelayProcess relay, RelayProcess other) throws Exception {
    while (!relay.ask(HELD).equals(other.ask(HELD))) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
