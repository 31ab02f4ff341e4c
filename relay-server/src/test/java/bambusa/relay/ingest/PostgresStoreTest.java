package bambusa.relay.ingest;

import bambusa.bytes.MalformedException;
import bambusa.postgres.TestPostgres;
import bambusa.relay.storage.SqlStore;
import bambusa.relay.storage.StoreAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contracts of stores over a real PostgreSQL server. */
class PostgresStoreTest {

  private static final TestPostgres SERVER = TestPostgres.shared();
  private static int databases;

  private final Map<String, String> names = new HashMap<>();

  @BeforeAll
  static void migrateOnce() {
    SERVER.createDatabase("migrated");
    open("migrated").close();
    forgetId();
  }

  /** Each copy draws one of its own. */
  private static void forgetId() {
    try (Connection connection = SERVER.connect("migrated");
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM node");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void everyTestHasDatabasesOfItsOwn() {
    names.clear();
  }

  private SqlStore openNamed(String name) {
    String database = names.get(name);
    if (database == null) {
      databases++;
      database = "store_" + databases;
      SERVER.createDatabase(database, "migrated");
      names.put(name, database);
    }
    return open(database);
  }

  private static SqlStore open(String database) {
    try {
      return SqlStore.open(
          StoreAddress.parse(SERVER.address(database), Path.of("")), new SecureRandom());
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Nested
  class States extends StoreContract {
    @Override
    SqlStore open(String name) {
      return openNamed(name);
    }
  }

  @Nested
  class Queries extends QueryContract {
    @Override
    SqlStore open(String name) {
      return openNamed(name);
    }
  }

  @Nested
  class Publishing extends PublishContract {
    @Override
    SqlStore open(String name) {
      return openNamed(name);
    }
  }
}
