package bambusa.relay.peers;

import bambusa.bytes.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The peers that were added while the relay ran: one address a line in the data directory, so that
 * nobody can change them who cannot write there. Lines that begin with {@code #} are comments.
 */
public final class PeersFile {

  /** Its name in the data directory. */
  public static final String NAME = "peers.txt";

  private final Path path;

  public PeersFile(Path dataDirectory) {
    this.path = dataDirectory.resolve(NAME);
  }

  /**
   * The addresses, none where there is no file.
   *
   * @throws MalformedException naming the line that is no address
   */
  public Set<PeerAddress> read() throws IOException, MalformedException {
    Set<PeerAddress> addresses = new TreeSet<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        addresses.add(PeerAddress.parse(line));
      } catch (MalformedException e) {
        throw new MalformedException(path + " line " + number + ": " + e.getMessage());
      }
    }
    return addresses;
  }

  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(path, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Replaces the addresses; a reader sees the old file or the new one. */
  public void write(Collection<PeerAddress> addresses) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Peers this relay pulls from; read again when it changes.");
    addresses.forEach(address -> lines.add(address.toString()));
    Path fresh = path.resolveSibling(NAME + ".new");
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.write(fresh, lines, StandardCharsets.UTF_8);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
