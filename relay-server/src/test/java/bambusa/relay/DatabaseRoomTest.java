package bambusa.relay;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.postgres.TestPostgres;
import bambusa.relay.limits.Limit;
import bambusa.relay.limits.Limits;
import bambusa.relay.limits.StoreRoom;
import bambusa.relay.storage.SqlStore;
import bambusa.relay.storage.StorageException;
import bambusa.relay.storage.StoreAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DatabaseRoomTest {

  private long now;

  @Test
  void storeInPostgresIsFullWhenTheDatabaseSaysThatItTakesSoMuch() throws Exception {
    TestPostgres.shared().createDatabase("room");
    StoreAddress address =
        StoreAddress.parse(TestPostgres.shared().address("room"), Path.of("").toAbsolutePath());
    try (SqlStore store = SqlStore.open(address, new SecureRandom())) {
      DatabaseRoom room = new DatabaseRoom(store::sizeBytes, () -> now);
      StoreRoom mark = new StoreRoom(new Limits(Map.of(Limit.STORE_BYTES, 1L << 20)), room);
      mark.look();
      // An empty database takes several megabytes.
      assertThat(mark.usedBytes()).isGreaterThan(1 << 20);
      assertThat(mark.shortage()).hasValueSatisfying(told -> assertThat(told).contains("full"));
      StoreRoom more = new StoreRoom(new Limits(Map.of(Limit.STORE_BYTES, 1L << 40)), room);
      more.look();
      assertThat(more.shortage()).isEmpty();
    }
  }

  @Test
  void databaseIsAskedFromTimeToTimeAndMayBeAway() {
    long[] size = {5};
    DatabaseRoom room =
        new DatabaseRoom(
            () -> {
              if (size[0] < 0) {
                throw new StorageException("away");
              }
              return OptionalLong.of(size[0]);
            },
            () -> now);
    assertThat(room.usedBytes()).isEqualTo(5);
    size[0] = 7;
    assertThat(room.usedBytes()).isEqualTo(5);
    now += TimeUnit.SECONDS.toNanos(11);
    assertThat(room.usedBytes()).isEqualTo(7);
    size[0] = -1;
    now += TimeUnit.SECONDS.toNanos(11);
    assertThat(room.usedBytes()).isEqualTo(7);
  }
}
