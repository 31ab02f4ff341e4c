package bambusa.relay.logging;

import bambusa.relay.meters.Tally;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets so many lines of one kind pass in a minute and counts the others, so that nobody can fill a
 * disk by being refused. A kind is a message before anything is filled in, so it is ours. How many
 * were left out is told once the minute is over.
 */
final class FloodFilter extends TurboFilter {

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_KINDS = 1_000;
  private static final String LEFT_OUT = "left out {} more lines like: {}";

  private final long maxLines;
  private final LongSupplier nanoTime;
  private final Tally leftOut;
  private final Map<String, Kind> kinds = new HashMap<>();
  private long begun;

  private static final class Kind {
    final Logger logger;
    long lines;

    Kind(Logger logger) {
      this.logger = logger;
    }
  }

  FloodFilter(long maxLines, LongSupplier nanoTime, Tally leftOut) {
    this.maxLines = maxLines;
    this.nanoTime = nanoTime;
    this.leftOut = leftOut;
    this.begun = nanoTime.getAsLong();
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable failure) {
    if (format == null
        || format.equals(LEFT_OUT)
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
      return FilterReply.NEUTRAL;
    }
    tellIfOver();
    return isOneTooMany(logger, format) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private synchronized boolean isOneTooMany(Logger logger, String format) {
    // More kinds than there can be would be a mistake of ours: then they share one.
    String kind = kinds.containsKey(format) || kinds.size() < MAX_KINDS ? format : "";
    Kind lines = kinds.computeIfAbsent(kind, added -> new Kind(logger));
    lines.lines++;
    if (lines.lines > maxLines) {
      leftOut.add(logger.getName());
      return true;
    }
    return false;
  }

  /** The kinds of the minute that is over; none while it lasts. */
  private synchronized Map<String, Kind> over() {
    long now = nanoTime.getAsLong();
    if (now - begun < WINDOW_NANOS) {
      return Map.of();
    }
    Map<String, Kind> over = Map.copyOf(kinds);
    kinds.clear();
    begun = now;
    return over;
  }

  /** Tells what was left out, if the minute is over. */
  void tellIfOver() {
    over().forEach(this::tell);
  }

  private void tell(String kind, Kind lines) {
    if (lines.lines > maxLines) {
      lines.logger.warn(LEFT_OUT, lines.lines - maxLines, kind);
    }
  }
}
