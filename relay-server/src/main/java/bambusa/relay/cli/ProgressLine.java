package bambusa.relay.cli;

/** Says on standard error how far a long command is, every other second. */
final class ProgressLine {

  private static final long EVERY_MILLIS = 2_000;

  private final Surroundings surroundings;
  private long last;

  ProgressLine(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.last = surroundings.nowMillis().getAsLong();
  }

  void say(String what, long done, long expected) {
    long now = surroundings.nowMillis().getAsLong();
    if (now - last >= EVERY_MILLIS) {
      last = now;
      long percent = expected == 0 ? 100 : Math.min(100, 100 * done / expected);
      surroundings.err().println(what + " " + done + " of " + expected + ", " + percent + " %");
    }
  }
}
