package bambusa.relay.ingest;

import bambusa.relay.storage.SqlStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contracts of stores over SQLite. */
class SqliteStoreTest {

  @TempDir Path directory;

  private SqlStore openSqlite(String name) {
    return SqlStore.open(directory.resolve(name), new SecureRandom());
  }

  @Nested
  class States extends StoreContract {
    @Override
    SqlStore open(String name) {
      return openSqlite(name);
    }
  }

  @Nested
  class Queries extends QueryContract {
    @Override
    SqlStore open(String name) {
      return openSqlite(name);
    }
  }

  @Nested
  class Publishing extends PublishContract {
    @Override
    SqlStore open(String name) {
      return openSqlite(name);
    }
  }
}
