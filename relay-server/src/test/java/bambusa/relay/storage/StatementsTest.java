package bambusa.relay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatementsTest {

  @TempDir Path directory;

  @Test
  void statementsThatNameKeysAreNotAllKept() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store"));
        Statements statements = new Statements(connection)) {
      connection.setAutoCommit(false);
      statements.update("CREATE TABLE numbers (number BIGINT)");
      for (long i = 0; i < 1_000; i++) {
        statements.queue("INSERT INTO numbers VALUES (?)", i);
        if (i % 2 == 0) {
          statements.queue("INSERT INTO numbers VALUES (?), (" + i + ")", i);
        }
        if (i % 300 == 0) {
          statements.flush();
        }
      }

      assertThat(statements.number("SELECT COUNT(*) FROM numbers")).isEqualTo(2_000);
      statements.number("SELECT 1");
      assertThat(statements.kept()).isLessThanOrEqualTo(101);
    }
  }
}
