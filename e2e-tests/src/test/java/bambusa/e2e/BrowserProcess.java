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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A browser that is driven by nothing but messages over its WebSocket. One thread may use it. */
final class BrowserProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LISTENING = " listening on ";
  private static final long TIMEOUT_SECONDS = 90;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<String> answers;
  private int lastId;

  private BrowserProcess(Process process, WebSocket socket, BlockingQueue<String> answers) {
    this.process = process;
    this.socket = socket;
    this.answers = answers;
  }

  /** Starts a program that prints where it listens; {@code path} is put behind that address. */
  static BrowserProcess start(List<String> command, String path) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String address =
        CompletableFuture.supplyAsync(() -> address(process))
            .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .join();
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address + path), new Answers(answers))
            .join();
    return new BrowserProcess(process, socket, answers);
  }

  /** What it prints is read to its end, so that it never waits for us. */
  private static String address(Process process) {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line =
        output
            .lines()
            .filter(each -> each.contains(LISTENING))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the browser ended before it listened"));
    Thread rest = new Thread(() -> output.lines().forEach(ignored -> {}), "browser output");
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

  /** The whole answer to a question, with further members than its parameters or none. */
  JsonNode ask(String method, Map<String, ?> parameters, Map<String, String> further)
      throws IOException, InterruptedException {
    ObjectNode question = JSON.createObjectNode().put("id", ++lastId).put("method", method);
    question.set("params", JSON.valueToTree(parameters));
    further.forEach(question::put);
    socket.sendText(question.toString(), true).join();
    while (true) {
      String text = answers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("the browser does not answer " + method);
      }
      JsonNode answer = JSON.readTree(text);
      if (answer.path("id").asInt() == lastId) {
        if (answer.has("error")) {
          throw new AssertionError(method + ": " + answer);
        }
        return answer.path("result");
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    // All of them: whoever waits for this may delete the profile then.
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    all.forEach(each -> each.onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join());
  }
}
