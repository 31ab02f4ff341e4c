package bambusa.relay.storage;

import bambusa.bytes.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a store is: a file of SQLite, or a database of a PostgreSQL server. */
public sealed interface StoreAddress {

  /** Name of the file in the data directory of a relay. */
  String FILE = "bambusa.sqlite";

  /**
   * One file, used by one relay at a time.
   *
   * @param file absolute
   */
  record Sqlite(Path file) implements StoreAddress {

    /** The store in a directory. */
    public static Sqlite in(Path directory) {
      return new Sqlite(directory.resolve(FILE));
    }

    Path directory() {
      return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory");
    }

    /** Held by the relay that uses the file. */
    Path lock() {
      String name = String.valueOf(file.getFileName());
      return directory().resolve(name.equals(FILE) ? "bambusa.lock" : name + ".lock");
    }

    @Override
    public String toString() {
      return String.valueOf(file.getFileName()).equals(FILE)
          ? directory().toString()
          : file.toString();
    }
  }

  /**
   * A database, used by any number of relays.
   *
   * @param url of JDBC, without user and password
   * @param user null for what the driver takes by itself
   * @param password null for what the driver finds in a password file
   */
  record Postgres(String url, @Nullable String user, @Nullable String password)
      implements StoreAddress {

    /** Without the password: it may be shown. */
    @Override
    public String toString() {
      return url.substring("jdbc:".length());
    }
  }

  /**
   * Reads {@code sqlite:PATH} or {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE}.
   *
   * @param base where relative paths start
   */
  static StoreAddress parse(String text, Path base) throws MalformedException {
    if (text.startsWith("sqlite:")) {
      return sqlite(text.substring("sqlite:".length()), base);
    }
    if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
      return postgres(text);
    }
    throw new MalformedException(
        "expected sqlite:PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE, got '"
            + withoutPassword(text)
            + "'");
  }

  /** A path is that of a file where there is one or its name says so, else of a directory. */
  private static Sqlite sqlite(String text, Path base) throws MalformedException {
    if (text.isBlank()) {
      throw new MalformedException("expected a path behind sqlite:, got nothing");
    }
    try {
      Path path = base.resolve(text).toAbsolutePath().normalize();
      boolean isFile = Files.isRegularFile(path) || text.endsWith(".sqlite");
      return isFile ? new Sqlite(path) : Sqlite.in(path);
    } catch (InvalidPathException e) {
      throw new MalformedException("'" + text + "' is no path: " + e.getReason());
    }
  }

  private static Postgres postgres(String text) throws MalformedException {
    try {
      URI uri = new URI(text);
      String authority = uri.getRawAuthority();
      String path = uri.getRawPath();
      if (authority == null || path == null || path.length() < 2) {
        throw new MalformedException(
            "expected postgresql://USER:PASSWORD@HOST:PORT/DATABASE, got '"
                + withoutPassword(text)
                + "'");
      }
      int at = authority.lastIndexOf('@');
      String hosts = authority.substring(at + 1);
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      String url = "jdbc:postgresql://" + hosts + path + query;
      if (at < 0) {
        return new Postgres(url, null, null);
      }
      String[] login = authority.substring(0, at).split(":", 2);
      return new Postgres(url, decoded(login[0]), login.length == 2 ? decoded(login[1]) : null);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new MalformedException(
          "expected postgresql://USER:PASSWORD@HOST:PORT/DATABASE with other signs than letters and"
              + " digits of user and password written as %XX, got '"
              + withoutPassword(text)
              + "'");
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String withoutPassword(String text) {
    return text.replaceAll("//[^/]*@", "//…@");
  }
}
