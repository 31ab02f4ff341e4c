package bambusa.replication;

import bambusa.bytes.ByteOrder;
import bambusa.crypto.PublicKey;
import bambusa.log.LogKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All logs of a target set with their heights, in key order, with fingerprints kept as logs grow:
 * what {@code logRanges} is answered from (replication.md 2), and what such an answer is compared
 * with. 48 bytes a log. Serves one thread at a time.
 */
public final class LogIndex {

  /** Ranges of at most so many logs are answered with the logs themselves. */
  static final int MAX_LISTED_LOGS = 32;

  /** Larger ranges are answered as so many of equal count. */
  static final int SUB_RANGES = 16;

  /** A cut may move by so small a part of what is cut. */
  private static final int NEAR_PART = 16;

  /** An author of more logs is cut anywhere. */
  private static final int MAX_NEAR = 64;

  private final List<LogBlock> blocks = new ArrayList<>();
  private long count;

  /** A place between logs: before the log at {@code index} of a block. */
  private record Place(int block, int index) {}

  public LogIndex() {
    blocks.add(new LogBlock());
  }

  /** How many logs it holds. */
  public long count() {
    return count;
  }

  /**
   * Sets the height of a log.
   *
   * @param height unsigned; 0 takes the log out
   */
  public void put(LogKey log, long height) {
    byte[] key = LogBound.of(log).bytes();
    int at = blockOf(key);
    LogBlock block = blocks.get(at);
    count += block.put(key, height);
    if (block.full()) {
      blocks.add(at + 1, block.split());
    } else if (block.count() == 0 && blocks.size() > 1) {
      blocks.remove(at);
    }
  }

  /** The sum over a half-open range; a null end is the very end. */
  public Fingerprint fingerprint(LogBound from, @Nullable LogBound to) {
    return fingerprint(place(from), end(to));
  }

  /** The logs of a half-open range in key order; a null end is the very end. */
  public List<LogHeight> heights(LogBound from, @Nullable LogBound to) {
    return heights(place(from), end(to));
  }

  /**
   * Answers ranges as replication.md 2 says: equal ones are left out, small ones listed, large ones
   * divided.
   */
  public List<LogRange> compare(List<LogRange.Asked> asked) {
    List<LogRange> answer = new ArrayList<>();
    for (LogRange.Asked range : asked) {
      Place from = place(range.from());
      Place to = end(range.to());
      Fingerprint own = fingerprint(from, to);
      if (Objects.equals(range.fingerprint(), own)) {
        continue;
      }
      long size = Math.max(0, position(to) - position(from));
      if (size <= MAX_LISTED_LOGS) {
        answer.add(new LogRange(range.from(), range.to(), size, own, heights(from, to)));
      } else {
        divide(range, from, to, answer);
      }
    }
    return answer;
  }

  /** Parts of about equal count that together are a range, as an asker names them. */
  List<LogRange.Asked> split(LogBound from, @Nullable LogBound to, int parts) {
    Place start = place(from);
    Place end = end(to);
    long first = position(start);
    long size = position(end) - first;
    List<LogRange.Asked> asked = new ArrayList<>();
    LogBound lower = from;
    for (int part = 1; part <= parts; part++) {
      boolean last = part == parts;
      Place cut = last ? end : cut(first + size * part / parts, size / parts);
      LogBound upper = last ? to : boundAt(cut);
      asked.add(new LogRange.Asked(lower, upper, fingerprint(start, cut)));
      start = cut;
      lower = upper == null ? lower : upper;
    }
    return asked;
  }

  /** How many logs a range holds. */
  long count(LogBound from, @Nullable LogBound to) {
    return Math.max(0, position(end(to)) - position(place(from)));
  }

  private void divide(LogRange.Asked range, Place from, Place to, List<LogRange> answer) {
    long first = position(from);
    long size = position(to) - first;
    LogBound lower = range.from();
    Place start = from;
    for (int part = 1; part <= SUB_RANGES; part++) {
      boolean last = part == SUB_RANGES;
      Place end = last ? to : cut(first + size * part / SUB_RANGES, size / SUB_RANGES);
      LogBound upper = last ? range.to() : boundAt(end);
      answer.add(
          new LogRange(
              lower, upper, position(end) - position(start), fingerprint(start, end), null));
      if (upper != null) {
        lower = upper;
      }
      start = end;
    }
  }

  private Fingerprint fingerprint(Place from, Place to) {
    if (from.block() == to.block()) {
      return blocks.get(from.block()).sum(from.index(), Math.max(from.index(), to.index()));
    }
    if (from.block() > to.block()) {
      return Fingerprint.ZERO;
    }
    LogBlock first = blocks.get(from.block());
    Fingerprint sum = from.index() == 0 ? first.sum() : first.sum(from.index(), first.count());
    for (int at = from.block() + 1; at < to.block(); at++) {
      sum = sum.plus(blocks.get(at).sum());
    }
    return sum.plus(blocks.get(to.block()).sum(0, to.index()));
  }

  private List<LogHeight> heights(Place from, Place to) {
    List<LogHeight> heights = new ArrayList<>();
    for (int at = from.block(); at <= to.block(); at++) {
      LogBlock block = blocks.get(at);
      int begin = at == from.block() ? from.index() : 0;
      int end = at == to.block() ? to.index() : block.count();
      for (int index = begin; index < end; index++) {
        heights.add(block.height(index));
      }
    }
    return heights;
  }

  private Place end(@Nullable LogBound to) {
    int last = blocks.size() - 1;
    return to == null ? new Place(last, blocks.get(last).count()) : place(to);
  }

  private Place place(LogBound bound) {
    byte[] key = bound.bytes();
    int at = blockOf(key);
    return new Place(at, blocks.get(at).rank(key));
  }

  /** The last block that begins at or before a key. */
  private int blockOf(byte[] key) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      LogBlock block = blocks.get(middle);
      if (block.rank(key) > 0 || isFirst(block, key)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static boolean isFirst(LogBlock block, byte[] key) {
    return ByteOrder.compare(block.key(0), key) == 0;
  }

  private long position(Place place) {
    long position = place.index();
    for (int at = 0; at < place.block(); at++) {
      position += blocks.get(at).count();
    }
    return position;
  }

  private Place placeAt(long position) {
    long left = position;
    int at = 0;
    while (at < blocks.size() - 1 && left >= blocks.get(at).count()) {
      left -= blocks.get(at).count();
      at++;
    }
    return new Place(at, (int) left);
  }

  /**
   * A place at or very near to a position, where the logs of an author begin if possible: the bound
   * there takes a few bytes, while one between two logs of an author takes the whole key.
   *
   * @param partSize how many logs there are from one cut to the next
   */
  private Place cut(long position, long partSize) {
    Place exact = placeAt(position);
    Place below = exact;
    Place above = exact;
    long reach = Math.min(partSize / NEAR_PART, MAX_NEAR);
    for (long distance = 0; distance <= reach; distance++) {
      if (beginsAuthor(below)) {
        return below;
      }
      if (beginsAuthor(above)) {
        return above;
      }
      below = previous(below);
      above = next(above);
    }
    return exact;
  }

  private boolean beginsAuthor(Place place) {
    Place before = previous(place);
    byte[] last = blocks.get(before.block()).key(before.index());
    byte[] first = blocks.get(place.block()).key(place.index());
    for (int i = 0; i < PublicKey.SIZE; i++) {
      if (last[i] != first[i]) {
        return true;
      }
    }
    return false;
  }

  private Place previous(Place place) {
    return place.index() > 0
        ? new Place(place.block(), place.index() - 1)
        : new Place(place.block() - 1, blocks.get(place.block() - 1).count() - 1);
  }

  private Place next(Place place) {
    return place.index() + 1 < blocks.get(place.block()).count()
        ? new Place(place.block(), place.index() + 1)
        : new Place(place.block() + 1, 0);
  }

  /** The shortest bound between the log at a place and the one before it. */
  private LogBound boundAt(Place place) {
    LogBlock block = blocks.get(place.block());
    byte[] above = block.key(place.index());
    if (place.index() > 0) {
      return LogBound.between(block.key(place.index() - 1), above);
    }
    LogBlock before = blocks.get(place.block() - 1);
    return LogBound.between(before.key(before.count() - 1), above);
  }
}
