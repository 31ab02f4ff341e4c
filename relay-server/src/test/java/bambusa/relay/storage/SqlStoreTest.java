package bambusa.relay.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlStoreTest {

  @TempDir Path directory;

  private SqlStore open() {
    return SqlStore.open(directory.resolve("store"), new SecureRandom());
  }

  @Test
  void storeKeepsItsIdAndAnotherHasAnother() {
    StoreId id;
    try (SqlStore store = open()) {
      id = store.storeId();
    }
    try (SqlStore store = open();
        SqlStore other = SqlStore.open(directory.resolve("other"), new SecureRandom())) {
      assertThat(store.storeId()).isEqualTo(id);
      assertThat(other.storeId()).isNotEqualTo(id);
    }
  }

  @Test
  void storeOfANewerVersionIsRefused() throws SQLException {
    open().close();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + directory.resolve("store").resolve("bambusa.sqlite"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO migrations SELECT 99, '99', 'later', type, 'V99__later.sql', checksum,"
              + " installed_by, installed_on, execution_time, success FROM migrations"
              + " WHERE version = '1'");
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(NewerStoreException.class)
        .hasMessageContaining("99");
  }

  @Test
  void storeInUseIsRefused() {
    try (SqlStore store = open()) {
      assertThat(store.storeId()).isNotNull();
      assertThatThrownBy(this::open).isInstanceOf(StoreUnavailableException.class);
    }
    open().close();
  }

  @Test
  void directoryThatCannotBeMadeIsRefused() throws IOException {
    Files.writeString(directory.resolve("store"), "a file");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(directory.resolve("store").toString());
  }

  @Test
  void fileThatIsNoStoreIsRefused() throws IOException {
    Files.createDirectories(directory.resolve("store"));
    Files.writeString(
        directory.resolve("store").resolve("bambusa.sqlite"), "no database at all ".repeat(99));
    assertThatThrownBy(this::open).isInstanceOf(StorageException.class);
    Files.delete(directory.resolve("store").resolve("bambusa.sqlite"));
    open().close();
  }
}
