package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of docs/hosting.md does what it says. Those of other programs are left to these
 * programs, but for what they ask the relay.
 */
@Timeout(240)
final class HostingDocTest {

  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Set<String> PROGRAMS_OF_OTHERS = Set.of("caddy", "systemctl", "git");
  private static final String KEY =
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  private static final String DOCUMENT =
      "0020af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void everyCommandOfTheDocumentRuns() throws Exception {
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      int commands = 0;
      for (List<String> block : blocks()) {
        assertThat(block).hasSizeLessThanOrEqualTo(3);
        for (String command : block) {
          run(relay, words(command));
          commands++;
        }
      }
      assertThat(commands).isGreaterThan(12);
    }
  }

  private static List<List<String>> blocks() throws IOException {
    List<List<String>> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(Files.readString(Path.of("../docs/hosting.md")));
    while (found.find()) {
      blocks.add(found.group(1).strip().lines().toList());
    }
    return blocks;
  }

  /** The words of a command as a shell would take it apart, in a world of this test. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher found = WORD.matcher(command);
    while (found.find()) {
      String word = found.group().replaceAll("^['\"]|['\"]$", "");
      words.add(
          word.replace("$KEY", KEY)
              .replace("$DOCUMENT", DOCUMENT)
              .replace("$SCHEMA", "chat_" + DOCUMENT));
    }
    return words;
  }

  private void run(RelayProcess relay, List<String> words) throws Exception {
    String program = words.get(0);
    List<String> arguments = words.subList(1, words.size());
    boolean isCommand = !arguments.isEmpty() && !arguments.get(0).startsWith("--");
    if (program.equals("./relay") && !isCommand && !arguments.contains("--version")) {
      startsWith(arguments);
    } else if (program.equals("./relay")) {
      succeeds(relay, arguments);
    } else if (program.equals("curl")) {
      answers(relay, arguments.get(arguments.size() - 1));
    } else {
      assertThat(PROGRAMS_OF_OTHERS).contains(program);
    }
  }

  /** A relay with these options, on ports of its own. */
  private void startsWith(List<String> options) throws IOException {
    Path data = Files.createTempDirectory(directory, "other");
    List<String> all = new ArrayList<>(options);
    all.add("--no-quic");
    if (all.remove("--host")) {
      // The same as the test gives every relay.
      all.remove("127.0.0.1");
    }
    try (RelayProcess started = RelayProcess.start(data, all.toArray(String[]::new))) {
      assertThat(started.startLines()).isNotEmpty();
    }
  }

  private void succeeds(RelayProcess relay, List<String> arguments) {
    List<String> there = new ArrayList<>();
    for (String argument : arguments) {
      there.add(
          argument
              .replace("http://localhost:2020", address(relay))
              .replace("https://relay.example", address(relay)));
    }
    Map<String, String> environment = new TreeMap<>();
    environment.put("BAMBUSA_DATA", relay.dataDirectory().toString());
    RelayJar.Ran ran = RelayJar.run(environment, there.toArray(String[]::new));
    assertThat(ran.exitCode()).as(there + ": " + ran.err() + ran.out()).isZero();
  }

  private void answers(RelayProcess relay, String address) throws Exception {
    URI there = URI.create(address.replace("http://localhost:2020", address(relay)));
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(there).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(there.toString()).isEqualTo(200);
    assertThat(answer.body()).contains("waiting");
  }

  private static String address(RelayProcess relay) {
    return "http://127.0.0.1:" + relay.httpPort();
  }
}
