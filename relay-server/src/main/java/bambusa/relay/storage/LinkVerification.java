package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.ingest.DecodedEntry;
import bambusa.log.Entry;
import bambusa.log.Skiplink;
import bambusa.operation.DocumentViewId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Verifies what leads from entry to entry. Kept entries must be told log by log, in order. */
final class LinkVerification {

  private static final int LOOK_UPS = 200;

  private final Statements statements;
  private final Consumer<String> broken;
  private final Map<Hash, StoredRow> toLookUp = new LinkedHashMap<>();
  private final List<Hash> log = new ArrayList<>();
  private long logKey = -1;

  LinkVerification(Statements statements, Consumer<String> broken) {
    this.statements = statements;
    this.broken = broken;
  }

  void kept(StoredRow row, @Nullable DecodedEntry decoded) throws SQLException {
    if (row.logKey != logKey) {
      log.clear();
      logKey = row.logKey;
    }
    if (row.seqNum != log.size() + 1) {
      broken.accept(row.name() + ": in its log number " + (log.size() + 1) + " is missing");
      // So that it is told once.
      while (log.size() + 1 < row.seqNum && log.size() < Integer.MAX_VALUE - 1) {
        log.add(Columns.hash(row.hash));
      }
    }
    if (decoded != null) {
      links(row, decoded.entry());
      previous(row, decoded);
    }
    log.add(Columns.hash(row.hash));
  }

  private void links(StoredRow row, Entry entry) {
    link(row, "backlink", entry.backlink(), entry.seqNum().value() - 1);
    if (entry.skiplink().isPresent()) {
      link(row, "skiplink", entry.skiplink(), Skiplink.target(entry.seqNum().value()));
    }
  }

  private void link(StoredRow row, String name, Optional<Hash> link, long target) {
    if (target < 1 || target > log.size()) {
      return;
    }
    Hash stored = log.get((int) target - 1);
    if (link.isEmpty() || !link.get().equals(stored)) {
      broken.accept(
          row.name()
              + ": its "
              + name
              + " is "
              + link
              + ", but number "
              + target
              + " is "
              + stored);
    }
  }

  /** What an operation stands on must be stored and be of the same document. */
  void previous(StoredRow row, DecodedEntry decoded) throws SQLException {
    for (Hash operationId :
        decoded.operation().previous().map(DocumentViewId::operationIds).orElse(List.of())) {
      toLookUp.put(operationId, row);
      if (toLookUp.size() == LOOK_UPS) {
        lookUp();
      }
    }
  }

  /** Looks up what is left. */
  void lookUp() throws SQLException {
    if (toLookUp.isEmpty()) {
      return;
    }
    StringJoiner parameters = new StringJoiner(", ", "(", ")");
    toLookUp.forEach((hash, row) -> parameters.add("?"));
    Map<Hash, Long> documents = new HashMap<>();
    statements.all(
        "SELECT hash, document_key FROM entries WHERE hash IN " + parameters,
        row -> documents.put(Columns.hash(row.getBytes(1)), row.getLong(2)),
        toLookUp.keySet().stream().map(Columns::ofHash).toArray());
    toLookUp.forEach(
        (operationId, row) -> {
          Long document = documents.get(operationId);
          if (document == null) {
            broken.accept(row.name() + ": what it stands on is missing, " + operationId);
          } else if (document != row.documentKey) {
            broken.accept(row.name() + ": it stands on another document's " + operationId);
          }
        });
    toLookUp.clear();
  }
}
