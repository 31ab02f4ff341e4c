package bambusa.leecher.worker;

import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StorageException;
import bambusa.replication.TargetSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/**
 * What the page commands: one database and one relay at a time. Commands are done one after the
 * other; leeching goes on beside them until the next.
 */
final class Leecher {

  static final String REFUSALS = "refusals";

  private static final int LOCK_MILLIS = 1_500;

  /** After so many failures of the database in a row there is no point in going on. */
  private static final int MAX_STORAGE_FAILURES = 3;

  /** What fails after so long has worked before. */
  private static final double WORKED_MILLIS = 300_000;

  private static final int WAIT_STEP_MILLIS = 200;

  private final SignaturePool signatures;
  private final int pageSize;
  private final StatusReport status;
  private final PageNews news;
  private final Backoff backoff = new Backoff(WorkerScope::chance);
  private final Set<String> locked = new HashSet<>();

  private JSPromise<JSBoolean> lastCommand = Promises.start(() -> {});
  private JSPromise<JSBoolean> session = lastCommand;
  private @Nullable String database;

  /** What the last command wants, done or not: nothing is asked for somebody who has left. */
  private @Nullable Settings latest;

  private @Nullable Settings settings;
  private @Nullable LeecherStore store;
  private @Nullable Relay relay;
  private double waitUntil;

  /** Which database, relay and entries. */
  record Settings(String database, String relay, TargetSet target) {}

  /**
   * One for each worker.
   *
   * @param slowBecause why everything takes longer than it could; null if it does not
   */
  Leecher(SignaturePool signatures, int pageSize, @Nullable String slowBecause) {
    this.signatures = signatures;
    this.pageSize = pageSize;
    this.status = new StatusReport(slowBecause);
    this.news = new PageNews(status);
    WorkerScope.onOnline(() -> waitUntil = 0);
  }

  void open(Settings wanted) {
    latest = wanted;
    command(
        () -> {
          endSession();
          if (!wanted.database().equals(database)) {
            dropStore();
            database = wanted.database();
          }
          settings = wanted;
          if (hasLock(wanted.database())) {
            startSession(wanted);
          } else {
            readOnly(wanted);
          }
        });
  }

  void close() {
    latest = null;
    command(
        () -> {
          endSession();
          settings = null;
          status.enter(StatusReport.State.STOPPED, null);
        });
  }

  void wipe() {
    latest = null;
    command(
        () -> {
          endSession();
          dropStore();
          String last = database;
          if (last != null) {
            LeecherStore.delete(last);
          }
          signatures.close();
          WorkerScope.post(new PlainObject().with("type", "wiped").object());
          WorkerScope.close();
        });
  }

  /** Is fulfilled when everything that was commanded so far is done. */
  JSPromise<JSBoolean> ready() {
    return lastCommand;
  }

  /** Null while nothing is open. */
  @Nullable LeecherStore store() {
    return store;
  }

  private void command(Runnable task) {
    JSPromise<JSBoolean> before = lastCommand;
    lastCommand =
        Promises.start(
            () -> {
              before.await();
              try {
                task.run();
              } catch (StorageException e) {
                fail(e);
              }
            });
  }

  private static void fail(StorageException e) {
    WorkerScope.post(
        new PlainObject().with("type", "error").with("message", e.getMessage()).object());
  }

  private void endSession() {
    settings = null;
    Relay asked = relay;
    if (asked != null) {
      asked.close();
    }
    session.await();
    relay = null;
  }

  /** Waits for a moment, since a page that is being reloaded may still hold the lock. */
  private boolean hasLock(String database) {
    if (locked.contains(database)) {
      return true;
    }
    Promises.Watched lock = Promises.watch(WorkerScope.lock("bambusa " + database));
    Promises.awaitEither(lock.getPromise(), Promises.after(LOCK_MILLIS));
    if (lock.isSettled()) {
      locked.add(database);
      return true;
    }
    Promises.start(
        () -> {
          lock.getPromise().await();
          locked.add(database);
          takeOver(database);
        });
    return false;
  }

  private void takeOver(String database) {
    Settings wanted = settings;
    if (wanted != null && wanted.database().equals(database)) {
      dropStore();
      open(wanted);
    }
  }

  private void readOnly(Settings wanted) {
    tellAgain(openStore(wanted));
    status.enter(
        StatusReport.State.STOPPED,
        "another tab leeches into this database; this one shows what was stored when it opened");
  }

  private LeecherStore openStore(Settings wanted) {
    LeecherStore held = store;
    if (held != null && !held.isLost()) {
      return held;
    }
    LeecherStore opened = LeecherStore.open(wanted.database());
    store = opened;
    news.of(opened.directory());
    return opened;
  }

  private void tellAgain(LeecherStore opened) {
    news.refusals().tellAgain(opened.text(REFUSALS));
    news.tellAll(opened.directory());
  }

  private void startSession(Settings wanted) {
    status.enter(StatusReport.State.STARTING, null);
    tellAgain(openStore(wanted));
    if (!wanted.equals(latest)) {
      return;
    }
    session = Promises.start(() -> leech(wanted));
  }

  /** One session after the other, until the page wants something else. */
  private void leech(Settings wanted) {
    int storageFailures = 0;
    while (wanted.equals(settings)) {
      Relay asked = new Relay(wanted.relay(), pageSize);
      relay = asked;
      int waitMillis = 0;
      double start = WorkerScope.now();
      try {
        LeecherStore opened = openStore(wanted);
        new Leeching(asked, opened, wanted.target(), signatures, news, backoff::succeeded).run();
      } catch (RelayException e) {
        if (wanted.equals(settings)) {
          waitMillis = backoff.failed();
          status.askedAgainIn(waitMillis);
          status.enter(
              e.isRefused() ? StatusReport.State.REFUSED : StatusReport.State.OFFLINE,
              e.getMessage());
        }
      } catch (StorageException e) {
        storageFailures = WorkerScope.now() - start > WORKED_MILLIS ? 1 : storageFailures + 1;
        WorkerScope.note("the database is opened again: " + e.getMessage());
        dropStore();
        if (storageFailures == MAX_STORAGE_FAILURES) {
          status.enter(StatusReport.State.STOPPED, e.getMessage());
          fail(e);
          return;
        }
        waitMillis = backoff.failed();
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

  private void dropStore() {
    LeecherStore broken = store;
    store = null;
    if (broken != null) {
      broken.close();
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
