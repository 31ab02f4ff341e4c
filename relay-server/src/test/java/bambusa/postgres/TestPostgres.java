package bambusa.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tukaani.xz.XZInputStream;

/**
 * A real PostgreSQL server on a free port of this machine, from files that Maven brings. It can be
 * stopped and started again on the same port. The server refuses to run as root, so root starts it
 * as nobody.
 */
public final class TestPostgres implements AutoCloseable {

  private static final int NOBODY = 65534;
  private static final long TIMEOUT_SECONDS = 300;

  private final Path directory;
  private final boolean isRoot;
  private final int port;

  private TestPostgres(Path directory, boolean isRoot, int port) {
    this.directory = directory;
    this.isRoot = isRoot;
    this.port = port;
  }

  /** One server for all tests of this JVM that bring no power cut; ends with it. */
  private static final class Shared {

    // Waiting for the disk would be most of the time.
    static final TestPostgres SERVER = start("fsync = off");

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "stop PostgreSQL"));
    }
  }

  /** The server that tests share, each with databases of its own. Nobody closes it. */
  public static TestPostgres shared() {
    return Shared.SERVER;
  }

  /**
   * Makes and starts a server.
   *
   * @param settings like {@code fsync=off}
   */
  public static TestPostgres start(String... settings) {
    try {
      Path directory = Files.createTempDirectory("bambusa-postgres");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      TestPostgres server =
          new TestPostgres(
              directory, Files.getAttribute(directory, "unix:uid").equals(0), freePort());
      server.unpack();
      server.make(List.of(settings));
      server.startAgain();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void unpack() throws IOException {
    String archive = archive();
    Process tar =
        new ProcessBuilder("tar", "-x", "-C", directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("tar.log").toFile())
            .start();
    try (InputStream packed = TestPostgres.class.getResourceAsStream("/" + archive);
        InputStream files = new XZInputStream(packed);
        OutputStream in = tar.getOutputStream()) {
      files.transferTo(in);
    }
    await(tar, "tar");
  }

  private static String archive() {
    boolean isMac = System.getProperty("os.name").startsWith("Mac");
    String arch = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "arm_64";
    return "postgres-" + (isMac ? "darwin" : "linux") + "-" + arch + ".txz";
  }

  private void make(List<String> settings) throws IOException {
    Path cluster = Files.createDirectory(cluster());
    if (isRoot) {
      Files.setAttribute(cluster, "unix:uid", NOBODY);
      Files.setAttribute(cluster, "unix:gid", NOBODY);
    }
    run("initdb", "-A", "trust", "-U", "relay", "-E", "UTF8", "--locale=C", "-N", "-D", dir());
    List<String> lines = new ArrayList<>(settings);
    lines.add("listen_addresses = '127.0.0.1'");
    lines.add("unix_socket_directories = ''");
    lines.add("port = " + port);
    Path conf = cluster.resolve("postgresql.conf");
    String text = Files.readString(conf) + String.join("\n", lines) + "\n";
    Files.writeString(conf, text);
  }

  private Path cluster() {
    return directory.resolve("cluster");
  }

  private String dir() {
    return cluster().toString();
  }

  /** Starts the server again; returns when it answers. */
  public void startAgain() {
    run("pg_ctl", "-D", dir(), "-w", "-l", cluster().resolve("server.log").toString(), "start");
  }

  /** As if the machine lost it: connections break at once. */
  public void stop() {
    run("pg_ctl", "-D", dir(), "-w", "-m", "immediate", "stop");
  }

  /** As if its power went: no process of it gets to do anything more (SIGKILL). */
  public void kill() {
    try {
      String pid = Files.readAllLines(cluster().resolve("postmaster.pid")).get(0).strip();
      ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      List<ProcessHandle> all = new ArrayList<>(List.of(server));
      server.descendants().forEach(all::add);
      all.forEach(ProcessHandle::destroyForcibly);
      for (ProcessHandle each : all) {
        each.onExit().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot) {
      String nobody = Integer.toString(NOBODY);
      command.addAll(List.of("setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups"));
    }
    command.add(directory.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      Path log = Files.createTempFile(directory, program, ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      await(process, program + ": " + log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Process process, String what) {
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("the test's PostgreSQL could not be run: " + what);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return port;
  }

  /** Address of a database, as the relay's options take it. */
  public String address(String database) {
    return "postgresql://relay@127.0.0.1:" + port + "/" + database;
  }

  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "relay", "");
  }

  /** Makes an empty database, or a copy of another. */
  public void createDatabase(String name, String template) {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE \"" + name + "\" TEMPLATE \"" + template + "\"");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An empty database. */
  public void createDatabase(String name) {
    createDatabase(name, "template0");
  }

  /**
   * Its files, many after many tests, are removed by another process: a JVM that ends has no time.
   */
  @Override
  public void close() {
    stop();
    try {
      new ProcessBuilder("rm", "-rf", directory.toString()).inheritIO().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
