package bambusa.relay.bans;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import bambusa.relay.files.ChangeableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

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

  private final ChangeableFile file;

  public BansFile(Path dataDirectory) {
    this.file = new ChangeableFile(dataDirectory.resolve(NAME));
  }

  /**
   * What is banned, nothing where there is no file.
   *
   * @throws MalformedException naming the line that is no ban
   */
  public Bans read() throws IOException, MalformedException {
    Bans bans = Bans.NONE;
    int number = 0;
    for (String line : file.lines()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        bans = with(bans, line.strip());
      } catch (MalformedException e) {
        throw new MalformedException(file.path() + " line " + number + ": " + e.getMessage());
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

  /** Makes other bans of those that stand there, unless they stay the same; tells whether not. */
  public boolean change(UnaryOperator<Bans> change) throws IOException, MalformedException {
    return file.change(
        () -> {
          Bans before = read();
          Bans after = change.apply(before);
          if (after.equals(before)) {
            return false;
          }
          file.write(lines(after));
          return true;
        });
  }

  private static List<String> lines(Bans bans) {
    List<String> lines = new ArrayList<>();
    lines.add("# What this relay neither takes in nor shares; read again when it changes.");
    bans.owners().forEach(owner -> lines.add(OWNER + owner));
    bans.documents().forEach(document -> lines.add(DOCUMENT + document));
    return lines;
  }
}
