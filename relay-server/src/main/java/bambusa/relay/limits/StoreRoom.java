package bambusa.relay.limits;

import java.util.Optional;

/**
 * Whether there is room to store more. Looked at from time to time by {@link #look}; any thread may
 * ask.
 */
public final class StoreRoom {

  private static final String EXCEEDED =
      "the store is full: the last that was to be written found no room";

  /** With so many bytes more there may be room again; the next that is written will tell. */
  private static final long WORTH_TRYING = 1 << 20;

  private final Limits limits;
  private final Place place;
  private volatile long usedBytes;
  private volatile long freeBytes = Long.MAX_VALUE;
  private volatile Optional<String> shortage = Optional.empty();
  private volatile boolean isExceeded;
  private volatile long exceededAt;

  /** Where the store is. */
  public interface Place {

    /** What the store takes. */
    long usedBytes();

    /** What it could still take; {@link Long#MAX_VALUE} where nobody knows. */
    long freeBytes();
  }

  public StoreRoom(Limits limits, Place place) {
    this.limits = limits;
    this.place = place;
  }

  /** Looks how much room there is now. */
  public void look() {
    usedBytes = place.usedBytes();
    freeBytes = place.freeBytes();
    if (freeBytes != Long.MAX_VALUE && freeBytes - exceededAt > WORTH_TRYING) {
      isExceeded = false;
    }
    if (limits.isReached(Limit.STORE_BYTES, usedBytes)) {
      shortage =
          Optional.of(
              "the store is full: it takes "
                  + usedBytes
                  + " bytes, and "
                  + Limit.STORE_BYTES.key()
                  + " is "
                  + limits.of(Limit.STORE_BYTES));
    } else if (freeBytes < limits.of(Limit.STORE_FREE_BYTES)) {
      shortage =
          Optional.of(
              "the store is full: its disk has "
                  + freeBytes
                  + " bytes left, and "
                  + Limit.STORE_FREE_BYTES.key()
                  + " is "
                  + limits.of(Limit.STORE_FREE_BYTES));
    } else {
      shortage = Optional.empty();
    }
  }

  /** There was no room for what was written, whatever the limits say. */
  public void exceeded() {
    exceededAt = place.freeBytes();
    isExceeded = true;
  }

  /** There was room. */
  public void written() {
    isExceeded = false;
  }

  /** Why nothing can be stored, or why the last that was written could not be. */
  public Optional<String> complaint() {
    return shortage.isEmpty() && isExceeded ? Optional.of(EXCEEDED) : shortage;
  }

  /** Why nothing can be stored at the moment; empty when something can. */
  public Optional<String> shortage() {
    return shortage;
  }

  public long usedBytes() {
    return usedBytes;
  }

  public long freeBytes() {
    return freeBytes;
  }
}
