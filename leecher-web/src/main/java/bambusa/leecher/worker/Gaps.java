package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Logs of which entries came that could not be stored yet. The cursor is past them, so they are
 * kept with it, and asked for by log when the leecher starts again. A bounded number: a relay could
 * name endless ones; the oldest go first.
 */
final class Gaps {

  private static final int MAX_LOGS = 1_000;
  private static final char SEPARATOR = '\n';

  private final Set<LogKey> logs = new LinkedHashSet<>();
  private boolean changed;

  /** What {@link #text} gave. */
  static Gaps parse(@Nullable String text) throws MalformedException {
    Gaps gaps = new Gaps();
    int start = 0;
    while (text != null && start < text.length()) {
      int end = text.indexOf(SEPARATOR, start);
      String line = text.substring(start, end);
      int slash = line.indexOf('/');
      gaps.logs.add(
          new LogKey(
              PublicKey.parse(line.substring(0, slash)), LogId.parse(line.substring(slash + 1))));
      start = end + 1;
    }
    return gaps;
  }

  void add(LogKey log) {
    if (logs.add(log)) {
      changed = true;
      if (logs.size() > MAX_LOGS) {
        Iterator<LogKey> oldest = logs.iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }

  void removeAll(Collection<LogKey> filled) {
    for (LogKey log : filled) {
      changed |= logs.remove(log);
    }
  }

  List<LogKey> logs() {
    return new ArrayList<>(logs);
  }

  /** Whether there is something to write since this was last asked. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** Null for none. */
  @Nullable String text() {
    if (logs.isEmpty()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (LogKey log : logs) {
      text.append(log).append(SEPARATOR);
    }
    return text.toString();
  }
}
