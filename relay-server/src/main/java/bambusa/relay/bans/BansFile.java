package bambusa.relay.bans;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The bans of a relay: a file in the data directory with one ban a line, {@code owner KEY} or
 * {@code document ID}, so that nobody can change them who cannot write there. Lines that begin with
 * {@code #} are comments.
 */
public final class BansFile {

  /** Its name in the data directory. */
  public static final String NAME = "bans.txt";

  private static final String OWNER = "owner ";
  private static final String DOCUMENT = "document ";

  private final Path path;

  public BansFile(Path dataDirectory) {
    this.path = dataDirectory.resolve(NAME);
  }

  /**
   * What is banned, nothing where there is no file.
   *
   * @throws MalformedException naming the line that is no ban
   */
  public Bans read() throws IOException, MalformedException {
    Bans bans = Bans.NONE;
    int number = 0;
    for (String line : lines()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        bans = with(bans, line.strip());
      } catch (MalformedException e) {
        throw new MalformedException(path + " line " + number + ": " + e.getMessage());
      }
    }
    return bans;
  }

  private static Bans with(Bans bans, String line) throws MalformedException {
    if (line.startsWith(OWNER)) {
      return bans.with(PublicKey.parse(line.substring(OWNER.length()).strip()));
    }
    if (line.startsWith(DOCUMENT)) {
      return bans.with(DocumentId.parse(line.substring(DOCUMENT.length()).strip()));
    }
    throw new MalformedException("expected 'owner KEY' or 'document ID', got '" + line + "'");
  }

  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(path, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Replaces the bans; a reader sees the old file or the new one. */
  public void write(Bans bans) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# What this relay neither takes in nor shares; read again when it changes.");
    bans.owners().forEach(owner -> lines.add(OWNER + owner));
    bans.documents().forEach(document -> lines.add(DOCUMENT + document));
    Path fresh = path.resolveSibling(NAME + ".new");
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.write(fresh, lines, StandardCharsets.UTF_8);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
