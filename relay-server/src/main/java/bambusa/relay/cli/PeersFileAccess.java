package bambusa.relay.cli;

import bambusa.bytes.MalformedException;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeersFile;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;

/** Reads and changes the peers file, telling failures as commands do. */
final class PeersFileAccess {

  private PeersFileAccess() {}

  static Set<PeerAddress> read(PeersFile file) throws CommandException {
    try {
      return file.read();
    } catch (IOException e) {
      throw new CommandException("cannot read the peers: " + e, e);
    } catch (MalformedException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  static boolean change(PeersFile file, Predicate<Set<PeerAddress>> change)
      throws CommandException {
    try {
      return file.change(change);
    } catch (IOException e) {
      throw new CommandException("cannot write the peers: " + e, e);
    } catch (MalformedException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  static PeerAddress address(String text) throws WrongUseException {
    try {
      return PeerAddress.parse(text);
    } catch (MalformedException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()));
    }
  }
}
