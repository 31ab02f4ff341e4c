package bambusa.leecher.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The answers of the JVM to all vectors; a browser must give the same, line by line. */
final class ConformanceTest {

  private static final Path FILES = Path.of("target", "conformance");

  @Test
  void answersAreWhatTheVectorsWantAndAreLeftForBrowsersToBeHeldAgainst() throws IOException {
    Conformance conformance = new Conformance();
    List<String> lines = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (VectorLines.Line line : VectorLines.all()) {
      String answer = conformance.answer(line.text());
      assertThat(answer).as(line.text()).startsWith(line.wanted());
      lines.add(line.text());
      answers.add(answer);
    }
    assertThat(lines).hasSizeGreaterThan(800);
    Files.createDirectories(FILES);
    Files.write(FILES.resolve("vectors.txt"), lines);
    Files.write(FILES.resolve("answers.txt"), answers);
  }
}
