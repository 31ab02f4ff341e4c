package bambusa.bench;

import bambusa.crypto.PublicKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * Rows of logs without their entries, written into an empty store: for what looks at heights only,
 * in numbers that would take hours to sign.
 */
final class LogRows {

  private static final int LOGS_PER_AUTHOR = 10;

  private LogRows() {}

  /**
   * So many logs of height 5, but some of height 4, far from each other and of different authors.
   */
  static void insert(Path store, int logs, int lower) throws SQLException {
    int authors = (logs + LOGS_PER_AUTHOR - 1) / LOGS_PER_AUTHOR;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store)) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO authors VALUES (?, ?, ?)")) {
        // As unlike each other as keys are, and the same for every store.
        Random random = new Random(authors);
        byte[] key = new byte[PublicKey.SIZE];
        for (int author = 1; author <= authors; author++) {
          random.nextBytes(key);
          insert.setInt(1, author);
          insert.setBytes(2, key);
          insert.setInt(3, LOGS_PER_AUTHOR);
          insert.executeUpdate();
        }
      }
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO logs VALUES (?, ?, ?, NULL, NULL, NULL, ?, ?)")) {
        for (int log = 1; log <= logs; log++) {
          int height = isLower(log, logs, lower) ? 4 : 5;
          insert.setInt(1, log);
          insert.setInt(2, log % authors + 1);
          insert.setLong(3, Long.MIN_VALUE + log / authors);
          insert.setLong(4, Long.MIN_VALUE + height);
          insert.setInt(5, log);
          insert.executeUpdate();
        }
      }
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "UPDATE node SET newest_arrival = %d, log_count = %d".formatted(logs, logs));
      }
      connection.commit();
    }
  }

  private static boolean isLower(int log, int logs, int lower) {
    if (lower == 0) {
      return false;
    }
    int every = logs / lower;
    return log % every == (log / every + 1) * 7_919L % every;
  }
}
