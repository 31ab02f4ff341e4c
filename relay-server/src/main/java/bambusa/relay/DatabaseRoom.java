package bambusa.relay;

import bambusa.relay.limits.StoreRoom;
import bambusa.relay.storage.StorageException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A store in a database server, which tells how much it takes, asked from time to time only. How
 * much room its disk has only its host can tell. Serves the one thread that looks.
 */
final class DatabaseRoom implements StoreRoom.Place {

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Supplier<OptionalLong> size;
  private final LongSupplier nanoTime;
  private long known;
  private long askedAt;
  private boolean isAsked;

  DatabaseRoom(Supplier<OptionalLong> size, LongSupplier nanoTime) {
    this.size = size;
    this.nanoTime = nanoTime;
  }

  @Override
  public long usedBytes() {
    long now = nanoTime.getAsLong();
    if (!isAsked || now - askedAt >= LOOK_NANOS) {
      isAsked = true;
      askedAt = now;
      known = asked();
    }
    return known;
  }

  private long asked() {
    try {
      return size.get().orElse(0);
    } catch (StorageException e) {
      // Requests tell that the database is away; as long as it is, nothing is stored in it.
      return known;
    }
  }

  @Override
  public long freeBytes() {
    return Long.MAX_VALUE;
  }
}
