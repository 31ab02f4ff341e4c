package bambusa.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The program of e2e-tests/qp2p-interop, in a process of its own. */
final class Qp2pCrate implements AutoCloseable {

  private static final String LISTENING = "listening on ";

  private final Process process;
  private final BufferedReader lines;

  private Qp2pCrate(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static Qp2pCrate start(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getenv("QP2P_INTEROP"));
    command.addAll(List.of(arguments));
    try {
      return new Qp2pCrate(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end; all that it printed. */
  static String run(String... arguments) throws IOException, InterruptedException {
    try (Qp2pCrate crate = start(arguments)) {
      String printed = crate.rest();
      if (crate.process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", arguments) + ": " + printed);
      }
      return printed;
    }
  }

  /** Answers requests with their own bytes, at an address that is told. */
  static Qp2pCrate echo(String release, int port) {
    return start("echo", release, "127.0.0.1:" + port);
  }

  int port() throws IOException {
    String line = line();
    if (!line.startsWith(LISTENING)) {
      throw new AssertionError("expected an address, got " + line);
    }
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  String line() throws IOException {
    String line = lines.readLine();
    return line == null ? "" : line;
  }

  String rest() throws IOException {
    return String.join("\n", lines.lines().toList());
  }

  void pressEnter() throws IOException {
    OutputStream input = process.getOutputStream();
    input.write('\n');
    input.flush();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
