package bambusa.relay.storage;

import bambusa.ingest.SignatureJudge;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies one state of a store into an empty one, of whichever database, row by row. What was begun
 * and not finished is gone on with; until it is finished no relay opens the target.
 */
public final class StoreCopy {

  private static final int PAGE = 1_000;
  private static final int MAX_NAMED = 20;

  private final ReadStore from;
  private final StoreAddress to;
  private final Progress progress;

  /** Told how it goes. */
  public interface Progress {

    /** Entries are copied. */
    void copied(long entries, long expected);

    /** Entries of the copy are verified. */
    void verified(long entries, long expected);
  }

  /** How a copy is verified. */
  public record Verifying(Supplier<SignatureJudge> judges, int threads) {}

  /** From an open store to a place where nothing is. */
  public StoreCopy(ReadStore from, StoreAddress to, Progress progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  /**
   * Copies the store with its id: readers go on at the copy where they were, so the original must
   * not be used any more.
   *
   * @throws StorageException when the copy does not verify, or the original changed meanwhile
   */
  public long move(Verifying verifying) {
    long before = from.newestArrival();
    long copied = copy(from.storeId(), Optional.of(verifying));
    if (from.newestArrival() != before) {
      throw new StoreUnavailableException(
          "the store changed while it was copied, so a relay still uses it; stop that and copy"
              + " again into an empty target");
    }
    return copied;
  }

  /** Copies the store under the same id without verifying it: it is kept, and not used. */
  public long backUp() {
    long entries = copy(from.storeId(), Optional.empty());
    if (to instanceof StoreAddress.Sqlite file) {
      SqliteDialect.seal(file);
    }
    return entries;
  }

  /**
   * Copies the store under a new id: it may lack what readers have seen already, so they must begin
   * anew.
   */
  public long restore(Verifying verifying, SecureRandom random) {
    return copy(StoreId.draw(random), Optional.of(verifying));
  }

  private long copy(StoreId newId, Optional<Verifying> verifying) {
    try (SqlDialect dialect = SqlStore.owning(to)) {
      Migrations.run(dialect);
      try (WriterConnection target = new WriterConnection(dialect)) {
        long entries = from.read(snapshot -> copy(snapshot, target, newId));
        if (verifying.isPresent()) {
          verify(verifying.get());
        }
        target.begin();
        target.statements().update("DELETE FROM copying");
        target.commit(false);
        target.statements().update("ANALYZE");
        return entries;
      }
    } catch (SQLException e) {
      throw SqlFailure.of("the copy cannot be written", e);
    }
  }

  private long copy(Snapshot snapshot, WriterConnection target, StoreId newId) throws SQLException {
    Statements statements = target.statements();
    target.begin();
    claim(snapshot, statements);
    target.commit(false);
    long entries = copyEntries(snapshot, target);
    target.begin();
    for (StoreTable table : StoreTable.OTHERS) {
      statements.update("DELETE FROM " + table.name());
      copyAll(snapshot, table, statements);
    }
    statements.update("DELETE FROM node");
    copyAll(snapshot, StoreTable.NODE, statements);
    statements.update("UPDATE node SET store_id = ?", (Object) newId.bytes());
    target.commit(false);
    return entries;
  }

  /** Marks the target as being filled from this store, where nothing else is in it. */
  private static void claim(Snapshot snapshot, Statements target) throws SQLException {
    Optional<long[]> begun =
        target.first(
            "SELECT newest_arrival, CASE WHEN store_id = ? THEN 1 ELSE 0 END FROM copying",
            row -> new long[] {row.getLong(1), row.getLong(2)},
            (Object) snapshot.storeId().bytes());
    if (begun.isPresent() && begun.get()[1] == 0) {
      throw new StoreUnavailableException("another store is being copied into the target");
    }
    if (begun.isPresent() && begun.get()[0] == snapshot.newestArrival()) {
      return;
    }
    if (begun.isEmpty()) {
      long holds = target.number("SELECT COUNT(*) FROM entries");
      if (holds > 0) {
        throw new StoreUnavailableException(
            "expected an empty target, but it holds " + holds + " entries");
      }
    }
    // What was copied before the original changed may have changed too.
    target.update("DELETE FROM entries");
    target.update("DELETE FROM node");
    target.update("DELETE FROM copying");
    target.update(
        "INSERT INTO copying (store_id, newest_arrival) VALUES (?, ?)",
        snapshot.storeId().bytes(),
        snapshot.newestArrival());
  }

  private long copyEntries(Snapshot snapshot, WriterConnection target) throws SQLException {
    StoreTable table = StoreTable.ENTRIES;
    Statements statements = target.statements();
    long expected = snapshot.statements().number("SELECT COUNT(*) FROM entries");
    long copied = statements.number("SELECT COUNT(*) FROM entries");
    long last = statements.number("SELECT MAX(arrival) FROM entries");
    String page = table.select() + " WHERE arrival > ? ORDER BY arrival LIMIT " + PAGE;
    List<@Nullable Object[]> rows = snapshot.statements().all(page, table::read, last);
    while (!rows.isEmpty()) {
      target.begin();
      for (@Nullable Object[] row : rows) {
        statements.queue(table.insert(), row);
        last = arrival(row);
      }
      target.commit(false);
      copied += rows.size();
      progress.copied(copied, expected);
      rows = snapshot.statements().all(page, table::read, last);
    }
    return copied;
  }

  private static long arrival(@Nullable Object[] entry) {
    if (entry[0] instanceof Long arrival) {
      return arrival;
    }
    throw new IllegalStateException("an entry has an arrival index");
  }

  private static void copyAll(Snapshot snapshot, StoreTable table, Statements target)
      throws SQLException {
    try (ResultSet rows = snapshot.statements().bound(table.select()).executeQuery()) {
      while (rows.next()) {
        target.queue(table.insert(), table.read(rows));
      }
    }
  }

  private void verify(Verifying verifying) {
    List<String> broken = new ArrayList<>();
    StoreFaults faults =
        new StoreFaults() {
          @Override
          public void done(long entries, long expected) {
            progress.verified(entries, expected);
          }

          @Override
          public void broken(String what) {
            if (broken.size() < MAX_NAMED) {
              broken.add(what);
            }
          }
        };
    try (ReadStore copy = ReadStore.open(to)) {
      copy.verify(faults, verifying.judges(), verifying.threads());
    }
    if (!broken.isEmpty()) {
      throw new StorageException(
          "the store is damaged, './relay verify' names it all: " + broken.get(0));
    }
  }
}
