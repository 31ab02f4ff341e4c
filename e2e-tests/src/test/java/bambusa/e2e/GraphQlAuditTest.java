package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay as the authors of "GraphQL over HTTP" would judge it. */
final class GraphQlAuditTest {

  private static final int AUDITS = 60;

  @TempDir Path directory;

  @Test
  void everyAuditHoldsWithoutAWarning() {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      JsonNode report = NpmClient.run("audit.mjs", relay.graphql().toString());
      assertThat(report.path("failed")).isEmpty();
      assertThat(report.path("audits").asInt()).isGreaterThanOrEqualTo(AUDITS);
    }
  }
}
