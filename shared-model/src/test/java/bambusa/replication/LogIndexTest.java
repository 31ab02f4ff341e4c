package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogIndexTest {

  private static LogKey log(Random random, int authors) {
    byte[] key = new byte[32];
    new Random(random.nextInt(authors)).nextBytes(key);
    try {
      return new LogKey(PublicKey.fromBytes(key), new LogId(random.nextInt(1 << 20)));
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A listing that sums every time is what the index must equal. */
  private static Fingerprint listed(Map<LogKey, Long> logs, LogBound from, LogBound to) {
    Fingerprint sum = Fingerprint.ZERO;
    for (Map.Entry<LogKey, Long> log : logs.entrySet()) {
      LogBound key = LogBound.of(log.getKey());
      if (key.compareTo(from) >= 0 && key.compareTo(to) < 0) {
        sum = sum.plus(Fingerprint.of(log.getKey(), log.getValue()));
      }
    }
    return sum;
  }

  @Test
  void fingerprintsOfRangesEqualThoseOfAListing() throws MalformedException {
    long seed = 2022;
    Random random = new Random(seed);
    LogIndex index = new LogIndex();
    Map<LogKey, Long> logs = new TreeMap<>();
    for (int round = 0; round < 5_000; round++) {
      LogKey log = log(random, 50);
      long height = random.nextInt(6);
      index.put(log, height);
      if (height == 0) {
        logs.remove(log);
      } else {
        logs.put(log, height);
      }
    }
    assertThat(index.count()).isEqualTo(logs.size());
    for (int round = 0; round < 200; round++) {
      LogBound one = LogBound.of(log(random, 60));
      LogBound other =
          LogBound.parse("8" + Integer.toHexString(0x1000 + random.nextInt(0xefff)) + "0");
      LogBound from = one.compareTo(other) < 0 ? one : other;
      LogBound to = from.equals(one) ? other : one;
      assertThat(index.fingerprint(from, to))
          .as("round " + round)
          .isEqualTo(listed(logs, from, to));
    }
  }

  @Test
  void takingAwayWhatWasAddedLeavesNothing() {
    Random random = new Random(7);
    LogIndex index = new LogIndex();
    List<LogKey> logs = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      logs.add(log(random, 3));
      index.put(logs.get(i), 1 + i);
    }
    logs.forEach(log -> index.put(log, 0));
    assertThat(index.count()).isZero();
    assertThat(index.fingerprint(LogBound.LOWEST, null)).isEqualTo(Fingerprint.ZERO);
  }

  @Test
  void tenDifferencesAmongManyLogsAreFoundInFiveRounds() throws MalformedException {
    Random random = new Random(31);
    LogIndex ours = new LogIndex();
    LogIndex theirs = new LogIndex();
    Set<LogHeight> wanted = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      LogKey log = log(random, 20_000);
      ours.put(log, 3);
      theirs.put(log, 3);
    }
    for (int i = 0; i < 10; i++) {
      LogHeight longer = new LogHeight(log(random, 20_000), 9);
      theirs.put(longer.log(), longer.height());
      wanted.add(longer);
      ours.put(log(random, 20_000), 4);
    }
    RangeComparison comparison = new RangeComparison(ours);
    int rounds = 0;
    while (!comparison.next().isEmpty()) {
      List<LogRange> answer = theirs.compare(comparison.next());
      // Where a range begins does not travel.
      RangeBounds bounds = new RangeBounds(comparison.next());
      for (LogRange range : answer) {
        assertThat(bounds.beginningOf(range.to())).isEqualTo(range.from());
      }
      comparison.answered(answer);
      rounds++;
    }
    assertThat(comparison.ahead()).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(rounds).isLessThanOrEqualTo(5);
  }

  @Test
  void rangesAreCutBetweenAuthorsAndStayOfAboutEqualCount() throws MalformedException {
    Random random = new Random(5);
    LogIndex index = new LogIndex();
    for (int author = 0; author < 1_000; author++) {
      byte[] key = new byte[PublicKey.SIZE];
      random.nextBytes(key);
      for (int logId = 0; logId < 10; logId++) {
        index.put(new LogKey(PublicKey.fromBytes(key), new LogId(logId)), 1);
      }
    }
    List<LogRange> parts =
        index.compare(List.of(new LogRange.Asked(LogBound.LOWEST, null, Fingerprint.ZERO)));
    assertThat(parts).hasSize(LogIndex.SUB_RANGES);
    assertThat(parts).allSatisfy(part -> assertThat(part.count()).isBetween(615L, 635L));
    assertThat(parts)
        .extracting(LogRange::from)
        .allSatisfy(from -> assertThat(from.toString()).hasSizeLessThan(2 * PublicKey.SIZE));
    assertThat(parts.stream().mapToLong(LogRange::count).sum()).isEqualTo(10_000);
  }

  @Test
  void rangeThatEndsBeforeItBeginsIsEmpty() throws MalformedException {
    LogIndex index = new LogIndex();
    index.put(log(new Random(1), 1), 8);
    LogBound high = LogBound.parse("ff");
    List<LogRange> answer = index.compare(List.of(new LogRange.Asked(high, LogBound.LOWEST, null)));
    assertThat(answer)
        .containsExactly(new LogRange(high, LogBound.LOWEST, 0, Fingerprint.ZERO, List.of()));
    assertThat(index.count(high, LogBound.LOWEST)).isZero();
  }

  @Test
  void equalStoresSettleInOneRound() {
    LogIndex index = new LogIndex();
    index.put(log(new Random(1), 5), 8);
    RangeComparison comparison = new RangeComparison(index);
    comparison.answered(index.compare(comparison.next()));
    assertThat(comparison.next()).isEmpty();
    assertThat(comparison.ahead()).isEmpty();
  }

  @Test
  void everythingIsAheadOfAnEmptyStore() {
    LogIndex theirs = new LogIndex();
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      theirs.put(log(random, 100), 2);
    }
    RangeComparison comparison = new RangeComparison(new LogIndex());
    while (!comparison.next().isEmpty()) {
      comparison.answered(theirs.compare(comparison.next()));
    }
    assertThat(comparison.ahead()).hasSize((int) theirs.count());
  }
}
