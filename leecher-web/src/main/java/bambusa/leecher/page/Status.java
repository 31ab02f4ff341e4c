package bambusa.leecher.page;

/**
 * How far the worker is, and how the page says it.
 *
 * @param since when this state began, as the reader's clock shows it
 * @param reason why; empty if there is nothing to say
 * @param again when the relay is asked again, as the reader's clock shows it; empty if nobody says
 * @param remaining entries that the relay still has for us
 * @param rate entries per second, lately
 */
record Status(
    SyncState state,
    String since,
    String reason,
    String again,
    int entries,
    int remaining,
    int rate) {

  /**
   * One line in large letters. Changes only with the state, so that it can be read aloud at every
   * change.
   */
  String headline() {
    return switch (state) {
      case STARTING, CATCHING_UP, LIVE -> state.title;
      case OFFLINE, STOPPED -> state.title + " since " + since;
      case REFUSED -> reason.isEmpty() ? state.title : state.title + ": " + reason;
    };
  }

  /** A sentence or two below it. */
  String detail() {
    return because() + explanation();
  }

  /** Entries that are there, of those that will be. */
  String progress() {
    if (total() == 0) {
      return "No entries yet";
    }
    return Figures.grouped(entries) + " of " + Figures.counted(total(), "entry", "entries");
  }

  int total() {
    return entries + remaining;
  }

  private String explanation() {
    return switch (state) {
      case STARTING -> "Opening what this browser has stored, and asking the relay.";
      case CATCHING_UP -> catchingUp();
      case LIVE -> "Everything the relay has for you is here. New entries appear as they arrive.";
      case OFFLINE ->
          stored() + " It is asked again " + (again.isEmpty() ? "by and by." : "at " + again + ".");
      case REFUSED -> "The relay does not answer what it was asked. " + stored();
      case STOPPED -> "The relay is not asked. " + stored();
    };
  }

  private String catchingUp() {
    if (rate <= 0) {
      return "Waiting for the first page of entries.";
    }
    String pace = Figures.counted(rate, "entry", "entries") + " a second";
    return remaining == 0
        ? pace + "."
        : pace + ", about " + Figures.duration(secondsLeft()) + " left.";
  }

  private int secondsLeft() {
    return Math.max(1, (int) ((double) remaining / rate + 0.5));
  }

  private String stored() {
    return entries == 0 ? "Nothing is stored yet." : "What is stored stays readable.";
  }

  /** The headline of a refusal has said it already. */
  private String because() {
    if (reason.isEmpty() || state == SyncState.REFUSED) {
      return "";
    }
    return reason + (reason.endsWith(".") ? " " : ". ");
  }
}
