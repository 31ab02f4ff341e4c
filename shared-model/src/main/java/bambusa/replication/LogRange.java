package bambusa.replication;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A half-open range of logs as one side holds it (replication.md 2).
 *
 * @param from where it begins; {@link LogBound#LOWEST} for the very beginning
 * @param to where it ends, itself not in it; null for the very end
 * @param count how many logs it holds; 0 where that was not asked for
 * @param heights the logs themselves where they are few, otherwise null
 */
public record LogRange(
    LogBound from,
    @Nullable LogBound to,
    long count,
    Fingerprint fingerprint,
    @Nullable List<LogHeight> heights) {

  /**
   * A range one side asks the other to compare.
   *
   * @param fingerprint of what the asker holds there; null to be answered in any case
   */
  public record Asked(LogBound from, @Nullable LogBound to, @Nullable Fingerprint fingerprint) {}
}
