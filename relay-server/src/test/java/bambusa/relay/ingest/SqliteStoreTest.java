package bambusa.relay.ingest;

import bambusa.relay.storage.SqlStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {

  @TempDir Path directory;

  @Override
  SqlStore open(String name) {
    return SqlStore.open(directory.resolve(name), new SecureRandom());
  }
}
