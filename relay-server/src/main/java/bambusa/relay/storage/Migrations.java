package bambusa.relay.storage;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** Brings the tables of a store from the version that wrote them to this one. */
final class Migrations {

  private Migrations() {}

  /**
   * Makes the tables where there are none.
   *
   * @throws NewerStoreException when a newer version of this software wrote them
   */
  static void run(SqlDialect dialect) {
    try {
      Flyway flyway = flyway(dialect, dialect.writable());
      refuseNewer(flyway);
      flyway.migrate();
    } catch (FlywayException e) {
      throw failed(e);
    }
  }

  /**
   * Refuses to read tables of another version.
   *
   * @throws NewerStoreException when a newer version of this software wrote them
   * @throws StoreUnavailableException when an older one did, or nobody
   */
  static void check(SqlDialect dialect) {
    try {
      Flyway flyway = flyway(dialect, dialect.readable());
      refuseNewer(flyway);
      if (flyway.info().applied().length == 0) {
        throw new StoreUnavailableException("it is no store of a relay");
      }
      if (flyway.info().pending().length > 0) {
        throw new StoreUnavailableException(
            "an older version wrote the store; start a relay with it once, which brings it up to"
                + " date");
      }
    } catch (FlywayException e) {
      throw failed(e);
    }
  }

  private static Flyway flyway(SqlDialect dialect, DataSource source) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:bambusa/relay/storage")
        .placeholders(dialect.words())
        .table("migrations")
        .load();
  }

  private static StorageException failed(FlywayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && SqlFailure.isLost(sql)) {
        return SqlFailure.of("cannot reach the store", sql);
      }
    }
    return new StorageException(
        "cannot bring the store up to date: " + firstLine(String.valueOf(failure.getMessage())),
        failure);
  }

  private static String firstLine(String message) {
    String text = message.strip();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static void refuseNewer(Flyway flyway) {
    for (MigrationInfo applied : flyway.info().applied()) {
      if (applied.getState().isApplied() && !applied.getState().isResolved()) {
        throw new NewerStoreException(
            "the store has version "
                + applied.getVersion()
                + ", written by a newer version of this software; use that one");
      }
    }
  }
}
