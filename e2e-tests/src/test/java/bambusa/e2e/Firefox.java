package bambusa.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Firefox with a profile on disk and one tab, driven by WebDriver BiDi. One thread may use it.
 */
final class Firefox implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LISTENING = "WebDriver BiDi listening on ";
  private static final long TIMEOUT_SECONDS = 90;
  private static final long STEP_MILLIS = 100;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<String> answers;
  private String tab = "";
  private int lastId;

  private Firefox(Process process, WebSocket socket, BlockingQueue<String> answers) {
    this.process = process;
    this.socket = socket;
    this.answers = answers;
  }

  static Firefox start(Path program, Path profile) throws IOException, InterruptedException {
    Files.createDirectories(profile);
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-remote",
                "--remote-debugging-port=0",
                "--profile",
                profile.toString())
            .redirectErrorStream(true)
            .start();
    String address =
        CompletableFuture.supplyAsync(() -> address(process))
            .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .join();
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address + "/session"), new Answers(answers))
            .join();
    Firefox firefox = new Firefox(process, socket, answers);
    firefox.ask("session.new", Map.of("capabilities", Map.of()));
    firefox.tab =
        firefox
            .ask("browsingContext.getTree", Map.of())
            .path("contexts")
            .path(0)
            .path("context")
            .asText();
    return firefox;
  }

  /** What it prints is read to its end, so that it never waits for us. */
  private static String address(Process process) {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line =
        output
            .lines()
            .filter(each -> each.contains(LISTENING))
            .findFirst()
            .orElseThrow(() -> new AssertionError("Firefox ended before it listened"));
    Thread rest = new Thread(() -> output.lines().forEach(ignored -> {}), "firefox output");
    rest.setDaemon(true);
    rest.start();
    return line.substring(line.indexOf(LISTENING) + LISTENING.length()).strip();
  }

  /** Puts the pieces of messages together. */
  private static final class Answers implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<String> answers;

    Answers(BlockingQueue<String> answers) {
      this.answers = answers;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
      text.append(piece);
      if (last) {
        answers.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  void navigate(String address) throws IOException, InterruptedException {
    ask("browsingContext.navigate", Map.of("context", tab, "url", address, "wait", "complete"));
  }

  /** The value of an expression, as text; a promise is waited for. */
  String evaluate(String expression) throws IOException, InterruptedException {
    Map<String, Object> question =
        Map.of(
            "expression",
            "Promise.resolve(" + expression + ").then(String)",
            "target",
            Map.of("context", tab),
            "awaitPromise",
            true);
    JsonNode answer = ask("script.evaluate", question);
    if (!answer.path("type").asText().equals("success")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails").path("text"));
    }
    return answer.path("result").path("value").asText();
  }

  /** Waits until an expression is true. */
  void await(String expression) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!evaluate(expression).equals("true")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not true: " + expression);
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }

  private JsonNode ask(String method, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    ObjectNode question = JSON.createObjectNode().put("id", ++lastId).put("method", method);
    question.set("params", JSON.valueToTree(parameters));
    socket.sendText(question.toString(), true).join();
    while (true) {
      String text = answers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("Firefox does not answer " + method);
      }
      JsonNode answer = JSON.readTree(text);
      if (answer.path("id").asInt() == lastId) {
        if (answer.path("type").asText().equals("error")) {
          throw new AssertionError(method + ": " + answer.path("message").asText());
        }
        return answer.path("result");
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
  }
}
