package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.postgres.TestPostgres;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
  private static final String RESTORED = "/srv/restored";
  private static final String DATABASE = "postgresql://USER:PASSWORD@localhost:5432/bambusa";
  private static final int ENTRIES = 20;

  private static TestPostgres postgres;

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  /** What relays that were started tell of their stores, by the options in the document. */
  private final Map<String, String> stores = new TreeMap<>();

  @BeforeAll
  static void startDatabase() {
    postgres = TestPostgres.start("fsync = off");
  }

  @AfterAll
  static void stopDatabase() {
    postgres.close();
  }

  @Test
  void everyCommandOfTheDocumentRuns() throws Exception {
    int commands = 0;
    try (RelayProcess relay = RelayProcess.start(directory.resolve("data"))) {
      String entries = Integer.toString(ENTRIES);
      succeeds(
          List.of("demo", "--entries", entries, "--every", "0", "--relay", address(relay)),
          relay.dataDirectory());
      for (List<String> block : blocks()) {
        assertThat(block).hasSizeLessThanOrEqualTo(3);
        for (String command : block) {
          run(relay, words(command));
          commands++;
        }
      }
    }
    assertThat(commands).isGreaterThan(19);
    assertThat(stores.get("--data " + RESTORED)).contains("(" + ENTRIES + " entries");
    assertThat(stores.get("--store " + DATABASE)).contains("(" + ENTRIES + " entries");
  }

  private static List<List<String>> blocks() throws IOException {
    List<List<String>> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(Files.readString(Path.of("../docs/hosting.md")));
    while (found.find()) {
      blocks.add(found.group(1).strip().lines().toList());
    }
    return blocks;
  }

  /** The words of a command as a shell would take it apart. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher found = WORD.matcher(command);
    while (found.find()) {
      words.add(found.group().replaceAll("^['\"]|['\"]$", ""));
    }
    return words;
  }

  private void run(RelayProcess relay, List<String> words) throws Exception {
    String program = words.get(0);
    List<String> arguments = words.subList(1, words.size());
    boolean isCommand = !arguments.isEmpty() && !arguments.get(0).startsWith("--");
    if (program.equals("./relay") && !isCommand && !arguments.contains("--version")) {
      starts(relay, arguments);
    } else if (program.equals("./relay")) {
      // The one that moves was stopped before, as the document wants; it holds the same.
      boolean moves = arguments.get(0).equals("migrate");
      succeeds(here(relay, arguments), moves ? restored() : relay.dataDirectory());
    } else if (program.equals("curl")) {
      answers(here(relay, arguments).get(arguments.size() - 1));
    } else if (program.equals("createdb")) {
      postgres.createDatabase(arguments.get(0));
    } else {
      assertThat(PROGRAMS_OF_OTHERS).contains(program);
    }
  }

  private Path restored() {
    return directory.resolve("restored");
  }

  /** In the world of this test. */
  private List<String> here(RelayProcess relay, List<String> arguments) {
    return arguments.stream()
        .map(
            argument ->
                argument
                    .replace("http://localhost:2020", address(relay))
                    .replace("https://relay.example", address(relay))
                    .replace("$KEY", KEY)
                    .replace("$DOCUMENT", DOCUMENT)
                    .replace("$SCHEMA", "chat_" + DOCUMENT)
                    .replace(RESTORED, restored().toString())
                    .replace(DATABASE, postgres.address("bambusa"))
                    .replace("monday.sqlite", directory.resolve("monday.sqlite").toString()))
        .toList();
  }

  /** A relay with these options, on ports of its own. */
  private void starts(RelayProcess relay, List<String> options) throws IOException {
    List<String> all = new ArrayList<>(here(relay, options));
    int data = all.indexOf("--data");
    Path there =
        data < 0 ? Files.createTempDirectory(directory, "other") : Path.of(all.get(data + 1));
    if (data >= 0) {
      all.subList(data, data + 2).clear();
    }
    if (all.remove("--host")) {
      // The same as the test gives every relay.
      all.remove("127.0.0.1");
    }
    all.add("--no-quic");
    try (RelayProcess started = RelayProcess.start(there, all.toArray(String[]::new))) {
      stores.put(String.join(" ", options), String.join(" ", started.furtherLines(1)));
    }
  }

  private static void succeeds(List<String> arguments, Path data) {
    Map<String, String> environment = Map.of("BAMBUSA_DATA", data.toString());
    RelayJar.Ran ran = RelayJar.run(environment, arguments.toArray(String[]::new));
    assertThat(ran.exitCode()).as(arguments + ": " + ran.err() + ran.out()).isZero();
  }

  private void answers(String address) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(address).isEqualTo(200);
    assertThat(answer.body()).contains("waiting");
  }

  private static String address(RelayProcess relay) {
    return "http://127.0.0.1:" + relay.httpPort();
  }
}
