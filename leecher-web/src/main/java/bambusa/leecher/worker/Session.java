package bambusa.leecher.worker;

import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerParts;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.StorageException;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/**
 * Leeches with the same settings until it is ended: one relay after the other fails, and it goes
 * on.
 */
final class Session {

  /** After so many failures of the database in a row there is no point in going on. */
  private static final int MAX_STORAGE_FAILURES = 3;

  /** What fails after so long has worked before. */
  private static final double WORKED_MILLIS = 300_000;

  private static final int STORAGE_WAIT_MILLIS = 300;
  private static final int WAIT_STEP_MILLIS = 200;

  /** While another relay is asked, the preferred one is tried again this often. */
  private static final int RETURN_MILLIS = 20_000;

  private final WorkerParts parts;
  private final SignaturePool signatures;
  private final int pageSize;
  private final PageNews news;
  private final StatusReport status;
  private final Opening opening;
  private final Backoff backoff = new Backoff(WorkerScope::chance);

  private JSPromise<JSBoolean> running = Promises.start(() -> {});
  private @Nullable Settings settings;
  private @Nullable Comparison comparison;
  private @Nullable Relay relay;
  private @Nullable Relay returningFrom;
  private double waitUntil;

  /** Gives the database, opened again if it was lost, and the documents made from it. */
  interface Opening {
    OpenStore open(String database);
  }

  Session(
      WorkerParts parts, SignaturePool signatures, int pageSize, PageNews news, Opening opening) {
    this.parts = parts;
    this.signatures = signatures;
    this.pageSize = pageSize;
    this.news = news;
    this.status = news.status();
    this.opening = opening;
    WorkerScope.onNetwork("online", () -> waitUntil = 0);
    WorkerScope.onNetwork("offline", this::askAnew);
  }

  /** Begins; whoever was leeching before must have been ended. */
  void start(Settings wanted) {
    settings = wanted;
    comparison = Comparison.of(parts, wanted, news);
    running = Promises.start(() -> leech(wanted));
  }

  /** Ends it and waits until it has ended. */
  void end() {
    settings = null;
    Relay asked = relay;
    if (asked != null) {
      asked.close();
    }
    Comparison compared = comparison;
    if (compared != null) {
      compared.stop();
    }
    running.await();
    relay = null;
  }

  /** What is waited for may never come, and nobody would say so. */
  private void askAnew() {
    Relay asked = relay;
    if (asked != null) {
      returningFrom = asked;
      asked.close();
    }
  }

  private void leech(Settings wanted) {
    RelayChoice choice = new RelayChoice(wanted.relays());
    if (choice.isNone()) {
      status.enter(StatusReport.State.STOPPED, "no relay was named");
    }
    int storageFailures = 0;
    while (wanted.equals(settings) && !choice.isNone()) {
      Relay asked = new Relay(choice.address(), pageSize);
      relay = asked;
      status.asks(choice.address());
      int waitMillis = 0;
      double start = WorkerScope.now();
      try {
        OpenStore opened = opening.open(wanted.database());
        returnWhenPossible(choice, asked);
        leech(wanted, opened, asked, choice);
      } catch (RelayException e) {
        waitMillis = wanted.equals(settings) ? afterFailure(choice, asked, e) : 0;
      } catch (StorageException e) {
        storageFailures = WorkerScope.now() - start > WORKED_MILLIS ? 1 : storageFailures + 1;
        if (storageFailures == MAX_STORAGE_FAILURES || e.code().equals("quota")) {
          status.stop(e);
          serveWhatIsStored(wanted);
          // Counts what is stored, not what was to be.
          status.post();
          return;
        }
        WorkerScope.note("the database is opened again: " + e.getMessage());
        waitMillis = STORAGE_WAIT_MILLIS;
      } catch (RuntimeException e) {
        // Here the session's thread begins: nobody else would hear of a fault of ours.
        WorkerScope.note(e.toString());
        status.enter(StatusReport.State.STOPPED, "a fault in the leecher: " + e);
        return;
      } finally {
        asked.close();
      }
      waitUnlessEnded(wanted, waitMillis);
    }
  }

  /** Opened again, since what is known may be ahead of what could be stored. */
  private void serveWhatIsStored(Settings wanted) {
    try {
      opening.open(wanted.database());
    } catch (StorageException e) {
      WorkerScope.note("the database is open for reading at most: " + e.getMessage());
    }
  }

  /** The next relay is asked at once; only when all have failed it is time to wait. */
  private int afterFailure(RelayChoice choice, Relay asked, RelayException failure) {
    if (asked == returningFrom) {
      returningFrom = null;
      choice.prefer();
      return 0;
    }
    if (!choice.failed()) {
      WorkerScope.note("another relay is asked: " + failure.getMessage());
      return 0;
    }
    int waitMillis = backoff.failed();
    status.askedAgainIn(waitMillis);
    status.enter(
        failure.isRefused() ? StatusReport.State.REFUSED : StatusReport.State.OFFLINE,
        failure.getMessage());
    return waitMillis;
  }

  /** Tries the preferred relay now and then, while another is asked. */
  private void returnWhenPossible(RelayChoice choice, Relay asked) {
    if (choice.isPreferred()) {
      return;
    }
    Promises.start(
        () -> {
          while (asked == relay) {
            Promises.after(RETURN_MILLIS).await();
            if (asked == relay && answers(choice.preferred())) {
              returningFrom = asked;
              asked.close();
              return;
            }
          }
        });
  }

  private boolean answers(String address) {
    Relay tried = new Relay(address, pageSize);
    try {
      tried.node();
      return true;
    } catch (RelayException e) {
      return false;
    } finally {
      tried.close();
    }
  }

  private void leech(Settings wanted, OpenStore opened, Relay asked, RelayChoice choice)
      throws RelayException {
    try {
      Runnable worked =
          () -> {
            backoff.succeeded();
            choice.worked();
          };
      new Leeching(asked, opened, wanted.target(), signatures, news, worked).run(comparison);
    } catch (StorageException e) {
      // The directory may be ahead of what is stored, and the handle dead: never tried again.
      opened.store().close();
      throw e;
    }
  }

  /**
   * In short steps, so that neither a command nor a network that is back need wait for a minute.
   */
  private void waitUnlessEnded(Settings wanted, int millis) {
    waitUntil = WorkerScope.now() + millis;
    while (wanted.equals(settings) && WorkerScope.now() < waitUntil) {
      Promises.after(WAIT_STEP_MILLIS).await();
    }
  }
}
