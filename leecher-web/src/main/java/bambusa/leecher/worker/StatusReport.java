package bambusa.leecher.worker;

import bambusa.leecher.js.JsException;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.Directory;
import bambusa.leecher.store.StorageException;
import org.jspecify.annotations.Nullable;

/** Says to the page how things are: at every change of state, else four times a second at most. */
final class StatusReport {

  private static final double INTERVAL_MILLIS = 250;
  private static final double STORAGE_INTERVAL_MILLIS = 2_000;

  /** What the leecher is doing, in the words of the messages. */
  enum State {
    STARTING("starting"),
    CATCHING_UP("catching-up"),
    LIVE("live"),
    OFFLINE("offline"),
    REFUSED("refused"),
    STOPPED("stopped");

    private final String word;

    State(String word) {
      this.word = word;
    }
  }

  private final Outlet outlet;
  private final @Nullable String slowBecause;
  private final Rate rate = new Rate();
  private final Paced paced = new Paced(INTERVAL_MILLIS, this::tell);
  private State state = State.STARTING;
  private double since = WorkerScope.epochMillis();
  private @Nullable String reason;
  private double askedAgainAt;
  private @Nullable String relay;
  private @Nullable Directory directory;
  private double remaining;
  private double relayEntryCount = -1;
  private double relayHeld = -1;
  private double storageBytes = -1;
  private double storageAskedAt = -STORAGE_INTERVAL_MILLIS;
  private boolean full;

  /** Tells in every state that works why it is slow, if it is. */
  StatusReport(Outlet outlet, @Nullable String slowBecause) {
    this.outlet = outlet;
    this.slowBecause = slowBecause;
  }

  /** What the counts are of, from now on. */
  void of(Directory counted) {
    directory = counted;
    postSoon();
  }

  /** Which relay all that follows is about. */
  void asks(String address) {
    relay = address;
  }

  /** Changes the state and says so. It lasts since it was entered first. */
  void enter(State next, @Nullable String because) {
    full = full && next == State.STOPPED;
    String why = because == null && next != State.STOPPED ? slowBecause : because;
    if (next != state) {
      since = WorkerScope.epochMillis();
    } else if (why == null ? reason == null : why.equals(reason)) {
      return;
    }
    state = next;
    reason = why;
    post();
  }

  /** The database failed for good, or there is no more room for what comes. */
  void stop(StorageException problem) {
    full = problem.code().equals("quota");
    enter(State.STOPPED, problem.getMessage());
  }

  /** Whether there was no more room for what came. */
  boolean isFull() {
    return full;
  }

  /** The leader's status, told to a tab that follows. */
  void heard(PlainObject told) {
    full = PlainObject.isTrue(told.object(), "full");
  }

  /** When a relay that does not answer is asked again. */
  void askedAgainIn(int millis) {
    askedAgainAt = WorkerScope.epochMillis() + millis;
    postSoon();
  }

  State state() {
    return state;
  }

  void stored(int entries) {
    rate.stored(entries, WorkerScope.now());
    postSoon();
  }

  void remaining(long entries) {
    remaining = entries < 0 ? Long.MAX_VALUE : entries;
    postSoon();
  }

  /** What the relay says that it holds, and what it held before it was put back, if it was. */
  void relayHolds(long entries, long held) {
    relayEntryCount = entries < 0 ? Long.MAX_VALUE : entries;
    relayHeld = held;
    postSoon();
  }

  private void postSoon() {
    paced.soon();
  }

  /** Says how things are, though nothing has changed: somebody may not know yet. */
  void post() {
    paced.now();
  }

  private void tell() {
    double now = WorkerScope.now();
    Directory counted = directory;
    PlainObject message =
        new PlainObject()
            .with("type", "status")
            .with("state", state.word)
            .with("since", since)
            .with("reason", reason)
            .with("askedAgainAt", state == State.OFFLINE ? askedAgainAt : 0)
            .with("relay", relay)
            .with("entries", counted == null ? 0 : counted.entryCount() - dropped(counted))
            .with("dropped", counted == null ? 0 : dropped(counted))
            .with("full", full)
            .with("forks", counted == null ? 0 : counted.forkCount())
            .with("logs", counted == null ? 0 : counted.logCount())
            .with("authors", counted == null ? 0 : counted.authorCount())
            .with("remaining", remaining)
            .with("rate", rate.perSecond(now))
            .with("storageBytes", storageBytes)
            .with("leading", outlet.leads());
    if (relayEntryCount >= 0) {
      message.with("relayEntryCount", relayEntryCount).with("relayHeld", relayHeld);
    }
    outlet.post(message);
    askStorage(now);
    if (rate.perSecond(now) > 0) {
      postSoon();
    }
  }

  private static int dropped(Directory counted) {
    return counted.droppedEntryCount();
  }

  private void askStorage(double now) {
    if (now - storageAskedAt < STORAGE_INTERVAL_MILLIS) {
      return;
    }
    storageAskedAt = now;
    Promises.start(
        () -> {
          try {
            double bytes = Promises.await(WorkerScope.storedBytes()).doubleValue();
            if (bytes != storageBytes) {
              storageBytes = bytes;
              postSoon();
            }
          } catch (JsException e) {
            WorkerScope.note("the size of the storage is not known: " + e.text());
          }
        });
  }
}
