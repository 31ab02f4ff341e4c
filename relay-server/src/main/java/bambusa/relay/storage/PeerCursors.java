package bambusa.relay.storage;

import bambusa.replication.TargetSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * How far this node has come with each peer and target set. Written by {@link
 * StoreWriter#keepCursor} in one transaction with what the peer sent; read here by any thread.
 */
public final class PeerCursors {

  private final DataSource readers;

  PeerCursors(DataSource readers) {
    this.readers = readers;
  }

  /** The cursor of the last page stored, as the peer gave it. */
  public Optional<String> cursor(String peer, TargetSet target) {
    try (Connection connection = readers.getConnection();
        Statements statements = new Statements(connection)) {
      return statements.first(
          "SELECT cursor FROM peer_cursors WHERE peer = ? AND target_set = ?",
          row -> row.getString(1),
          peer,
          target.toString());
    } catch (SQLException e) {
      throw SqlFailure.of("cannot read a peer's cursor", e);
    }
  }
}
