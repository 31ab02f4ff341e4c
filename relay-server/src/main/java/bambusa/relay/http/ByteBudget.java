package bambusa.relay.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds what is kept in memory for all clients together: bodies that come slowly. */
final class ByteBudget {

  private final long maxBytes;
  private final AtomicLong taken = new AtomicLong();

  ByteBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether there is room; if so it is taken, and must be given back. */
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= maxBytes) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  /** What is taken at the moment. */
  long taken() {
    return taken.get();
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
