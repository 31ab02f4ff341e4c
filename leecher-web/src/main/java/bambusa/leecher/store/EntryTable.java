package bambusa.leecher.store;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.ingest.Standing;
import bambusa.operation.Action;
import java.util.Arrays;

/**
 * The stored entries, numbered in the order they were stored, in arrays: an object for each would
 * take ten times the memory. An entry's hash finds its number; its number tells its log, its
 * action, how it stands and where its bytes lie. About 50 bytes an entry.
 */
final class EntryTable {

  static final int NONE = -1;

  /** In a mark: dropped. */
  private static final int DROPPED = 1 << 7;

  /** A place is a segment and an index of 8 bits in it. */
  static final int MAX_SEGMENTS = 1 << 23;

  private static final int DIGEST_SIZE = 32;
  private static final int HASH_PREFIX = Hash.SIZE - DIGEST_SIZE;

  /** Digests lie in blocks, so that growing does not copy them all. */
  private static final int BLOCK_ENTRIES = 1 << 12;

  private byte[][] digests = new byte[4][];
  private int[] logNumbers = new int[1024];
  private int[] places = new int[1024];
  private byte[] marks = new byte[1024];

  /** Open addressing: entry number + 1, or 0. */
  private int[] slots = new int[4096];

  private final byte[] scratch = new byte[Hash.SIZE];
  private int size;
  private int placed;
  private int dropped;

  int size() {
    return size;
  }

  /** Adds an entry, whose place comes later. */
  int add(Hash hash, int logNumber, Action action, Standing standing) {
    grow();
    hash.copyTo(scratch, 0);
    int block = size / BLOCK_ENTRIES;
    System.arraycopy(
        scratch, HASH_PREFIX, digests[block], size % BLOCK_ENTRIES * DIGEST_SIZE, DIGEST_SIZE);
    logNumbers[size] = logNumber;
    places[size] = NONE;
    marks[size] = (byte) (EntryMarks.number(action) << 2 | EntryMarks.number(standing));
    slots[freeSlot(scratch)] = size + 1;
    return size++;
  }

  /** The number of an entry, or {@link #NONE}. */
  int find(Hash hash) {
    hash.copyTo(scratch, 0);
    int slot = firstSlot(scratch);
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (isDigest(number, scratch)) {
        return number;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return NONE;
  }

  Hash hash(int number) {
    byte[] bytes = new byte[Hash.SIZE];
    bytes[1] = DIGEST_SIZE;
    System.arraycopy(
        digests[number / BLOCK_ENTRIES],
        number % BLOCK_ENTRIES * DIGEST_SIZE,
        bytes,
        HASH_PREFIX,
        DIGEST_SIZE);
    try {
      return Hash.fromBytes(bytes);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  int logNumber(int number) {
    return logNumbers[number];
  }

  Action action(int number) {
    try {
      return EntryMarks.action(marks[number] >> 2 & 3);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  Standing standing(int number) {
    try {
      return EntryMarks.standing(marks[number] & 3);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  void stand(int number, Standing standing) {
    marks[number] = (byte) (marks[number] & ~3 | EntryMarks.number(standing));
  }

  /** Drops the entries of some logs, by their numbers. Their own numbers stay taken. */
  void drop(boolean[] logs) {
    for (int number = 0; number < size; number++) {
      if (logs[logNumbers[number]] && !isDropped(number)) {
        marks[number] |= (byte) DROPPED;
        dropped++;
      }
    }
    fillSlots(slots.length);
  }

  boolean isDropped(int number) {
    return (marks[number] & DROPPED) != 0;
  }

  int dropped() {
    return dropped;
  }

  /** Says that the next entries without a place lie in a segment, in this order from its start. */
  void place(int segment, int count) {
    if (count > size - placed) {
      throw new IllegalStateException("segment " + segment + " holds more than was stored");
    }
    for (int i = 0; i < count; i++) {
      places[placed++] = segment << 8 | i;
    }
  }

  /** Says anew where entries lie, after segments were merged. */
  void place(int number, int segment, int index) {
    places[number] = segment << 8 | index;
  }

  /** How many entries have a place, from the first one on. */
  int placed() {
    return placed;
  }

  int segment(int number) {
    return places[number] >>> 8;
  }

  int index(int number) {
    return places[number] & 0xff;
  }

  private void grow() {
    if (size == logNumbers.length) {
      logNumbers = Arrays.copyOf(logNumbers, 2 * size);
      places = Arrays.copyOf(places, 2 * size);
      marks = Arrays.copyOf(marks, 2 * size);
    }
    int block = size / BLOCK_ENTRIES;
    if (block == digests.length) {
      digests = Arrays.copyOf(digests, 2 * block);
    }
    if (size % BLOCK_ENTRIES == 0) {
      digests[block] = new byte[BLOCK_ENTRIES * DIGEST_SIZE];
    }
    if (2 * (size + 1) > slots.length) {
      fillSlots(2 * slots.length);
    }
  }

  private void fillSlots(int length) {
    slots = new int[length];
    for (int number = 0; number < size; number++) {
      if (!isDropped(number)) {
        hash(number).copyTo(scratch, 0);
        slots[freeSlot(scratch)] = number + 1;
      }
    }
  }

  private int freeSlot(byte[] hash) {
    int slot = firstSlot(hash);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  /** Digests are spread evenly, unless somebody searched for a long time for some that are not. */
  private int firstSlot(byte[] hash) {
    int bits =
        (hash[2] & 0xff) << 24 | (hash[3] & 0xff) << 16 | (hash[4] & 0xff) << 8 | hash[5] & 0xff;
    return bits & (slots.length - 1);
  }

  private boolean isDigest(int number, byte[] hash) {
    byte[] block = digests[number / BLOCK_ENTRIES];
    int start = number % BLOCK_ENTRIES * DIGEST_SIZE;
    for (int i = 0; i < DIGEST_SIZE; i++) {
      if (block[start + i] != hash[HASH_PREFIX + i]) {
        return false;
      }
    }
    return true;
  }
}
