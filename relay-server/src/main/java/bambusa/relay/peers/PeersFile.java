package bambusa.relay.peers;

import bambusa.bytes.MalformedException;
import bambusa.relay.files.ChangeableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The peers that were added while the relay ran: one address a line in the data directory, so that
 * nobody can change them who cannot write there. Lines that begin with {@code #} are comments.
 */
public final class PeersFile {

  /** Its name in the data directory. */
  public static final String NAME = "peers.txt";

  private final ChangeableFile file;

  public PeersFile(Path dataDirectory) {
    this.file = new ChangeableFile(dataDirectory.resolve(NAME));
  }

  /**
   * The addresses, none where there is no file.
   *
   * @throws MalformedException naming the line that is no address
   */
  public Set<PeerAddress> read() throws IOException, MalformedException {
    Set<PeerAddress> addresses = new TreeSet<>();
    int number = 0;
    for (String line : file.lines()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        addresses.add(PeerAddress.parse(line));
      } catch (MalformedException e) {
        throw new MalformedException(file.path() + " line " + number + ": " + e.getMessage());
      }
    }
    return addresses;
  }

  /**
   * Changes the addresses.
   *
   * @param change adds and removes addresses, and tells whether it did
   */
  public boolean change(Predicate<Set<PeerAddress>> change) throws IOException, MalformedException {
    return file.change(
        () -> {
          Set<PeerAddress> addresses = read();
          if (!change.test(addresses)) {
            return false;
          }
          file.write(lines(addresses));
          return true;
        });
  }

  private static List<String> lines(Set<PeerAddress> addresses) {
    List<String> lines = new ArrayList<>();
    lines.add("# Peers this relay pulls from; read again when it changes.");
    addresses.forEach(address -> lines.add(address.toString()));
    return lines;
  }
}
