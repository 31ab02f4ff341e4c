package bambusa.relay.storage;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;

/**
 * What a failure of a database means to those who asked. Told by the classes of the SQL standard
 * ("SQLSTATE") and, for SQLite, which has none, by its result code.
 */
final class SqlFailure {

  private static final int SQLITE_FULL = 13;
  private static final int SQLITE_PRIMARY_CODE = 0xff;

  private SqlFailure() {}

  /** An exception that says what could not be done and why. */
  static StorageException of(String what, SQLException cause) {
    // The rest of a message may hold the rows themselves.
    String message = what + ": " + firstLine(cause);
    if (isLost(cause)) {
      return new StoreUnavailableException(message, cause);
    }
    if (isConflict(cause)) {
      return new StoreConflictException(message, cause);
    }
    return isFull(cause)
        ? new StoreFullException(message, cause)
        : new StorageException(message, cause);
  }

  /** Whether the database cannot be reached, or cannot be worked with for now. */
  static boolean isLost(SQLException cause) {
    if (cause instanceof SQLTransientConnectionException
        || cause instanceof SQLNonTransientConnectionException
        || cause instanceof SQLRecoverableException) {
      return true;
    }
    String state = state(cause);
    return state.startsWith("08") // connection exception
        || state.startsWith("57P") // operator intervention: shutdown, starting up, crash
        || state.equals("25P03") // idle in transaction for too long
        || state.equals("25006") // read-only: this server is a replica now
        || state.equals("53300") // too many connections
        || state.equals("55P03"); // somebody else holds a lock for too long
  }

  static boolean isFull(SQLException cause) {
    String state = state(cause);
    boolean isSqlite = state.isEmpty();
    return state.equals("53100")
        || isSqlite && (cause.getErrorCode() & SQLITE_PRIMARY_CODE) == SQLITE_FULL;
  }

  /** Whether the transaction lost against another one, and can be tried again from its start. */
  static boolean isConflict(SQLException cause) {
    String state = state(cause);
    return state.startsWith("40") || state.equals("23505"); // rolled back; unique violation
  }

  /** Whether the database does not know what was asked of it. */
  static boolean isUnknown(SQLException cause) {
    String state = state(cause);
    return state.equals("0A000") // feature not supported
        || state.equals("42601") // syntax error
        || state.equals("42883"); // undefined function
  }

  private static String firstLine(SQLException cause) {
    SQLException told =
        cause instanceof BatchUpdateException && cause.getNextException() != null
            ? cause.getNextException()
            : cause;
    String text = String.valueOf(told.getMessage()).strip();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static String state(SQLException cause) {
    return cause.getSQLState() == null ? "" : cause.getSQLState();
  }
}
