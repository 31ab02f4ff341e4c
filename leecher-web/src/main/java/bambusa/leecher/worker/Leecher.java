package bambusa.leecher.worker;

import bambusa.leecher.js.JsException;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerParts;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.LeecherStore;
import bambusa.replication.TargetSet;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/**
 * What the page commands: one database, and the relays it is filled from. Of the tabs that have the
 * same database open one leads and leeches; the others read what it writes and show what it tells.
 * Commands are done one after the other; leeching goes on beside them until the next.
 */
final class Leecher implements TabRole.Changes {

  private final WorkerParts parts;
  private final SignaturePool signatures;
  private final Outlet outlet = new Outlet();
  private final StatusReport status;
  private final PageNews news;
  private final HeldStore held;
  private final Session session;
  private final OwnWrites ownWrites;
  private final Commands commands;
  private @Nullable TabRole role;
  private @Nullable Settings settings;
  private TargetSet target = TargetSet.EVERYTHING;

  /**
   * One for each worker.
   *
   * @param slowBecause why everything takes longer than it could; null if it does not
   */
  Leecher(WorkerParts parts, SignaturePool signatures, int pageSize, @Nullable String slowBecause) {
    this.parts = parts;
    this.signatures = signatures;
    this.status = new StatusReport(outlet, slowBecause);
    this.commands = new Commands(status);
    this.news = new PageNews(status, outlet);
    this.held = new HeldStore(parts, outlet, news, this::roleChanged);
    this.session = new Session(parts, signatures, pageSize, news, this::openStore);
    this.ownWrites = new OwnWrites(parts, signatures, news, held, session, this::openStore);
  }

  /** Opens, or goes on with other settings; answered when what is stored can be asked for. */
  void open(Settings wanted, int request) {
    commands.add(
        request,
        () -> {
          TabRole joined = role;
          boolean joins = joined == null || !joined.database().equals(wanted.database());
          if (joined == null || joins) {
            session.end();
            leave();
            joined = TabRole.join(parts, wanted.database(), wanted.asked(), outlet, this);
            role = joined;
          }
          joined.awaitKnown();
          String asked = wanted.asked();
          String led = asked == null ? null : joined.awaitOtherThan(asked);
          if (led != null) {
            if (joins) {
              settings = null;
              leave();
            }
            return LeecherWorker.failed("argument", wanted.isTakenFor(led));
          }
          session.end();
          joined.want(asked);
          settings = wanted;
          target = wanted.target();
          takeUp(wanted);
          return new PlainObject().with("type", "opened").with("leading", joined.isLeading());
        });
  }

  /** Asks relays nothing any more; what is stored is answered from. */
  void close() {
    commands.add(
        -1,
        () -> {
          session.end();
          settings = null;
          TabRole joined = role;
          if (joined != null) {
            joined.want(null);
          }
          status.enter(StatusReport.State.STOPPED, null);
          return new PlainObject();
        });
  }

  /** Deletes the database, and has other tabs let go of it. */
  void wipe(int request) {
    commands.add(
        request,
        () -> {
          session.end();
          settings = null;
          outlet.tell(new PlainObject().with("type", "wiped"));
          TabRole last = role;
          leave();
          if (last != null) {
            LeecherStore.delete(last.database());
          }
          signatures.close();
          return new PlainObject().with("type", "wiped");
        });
  }

  /** Has something written that no relay sent, by the tab that leads. */
  void write(PageMessage message) {
    Promises.start(
        () -> {
          ready().await();
          TabRole joined = role;
          JSObject answer = LeecherWorker.failed("closed", "no database is open").object();
          try {
            answer = joined == null ? answer : Promises.await(joined.done(message));
          } catch (JsException e) {
            answer = LeecherWorker.failed("failed", e.getMessage()).object();
          }
          Commands.post(answer, message.request());
        });
  }

  /** Nothing else is written meanwhile. */
  @Override
  public JSPromise<JSObject> done(JSObject question) {
    return commands.add(
        () -> {
          TabRole joined = role;
          if (joined == null) {
            return LeecherWorker.failed("closed", "no database is open in the tab that leads");
          }
          return ownWrites.write((PageMessage) question, joined.database(), target, settings);
        });
  }

  /** What is asked for, or was before that ended. */
  TargetSet target() {
    return target;
  }

  /** Is fulfilled when everything that was commanded so far is done. */
  JSPromise<JSBoolean> ready() {
    return commands.done();
  }

  /** Null while nothing is open. */
  @Nullable OpenStore opened() {
    return held.opened();
  }

  private OpenStore openStore(String database) {
    return held.open(database, leads());
  }

  /** Opens the database again if this is still the one that is open; waits until that is done. */
  void reopen(OpenStore failed) {
    commands.add(
        -1,
        () -> {
          Settings wanted = settings;
          if (wanted != null && failed.equals(held.opened())) {
            boolean goesOn = !status.isFull();
            session.end();
            if (goesOn) {
              held.drop();
              takeUp(wanted);
            } else if (failed.equals(held.opened())) {
              // There is no room to write; a session that ends may have opened it for reading.
              held.drop();
              held.openForReading(wanted.database(), leads());
            }
          }
          return new PlainObject();
        });
    ready().await();
  }

  @Override
  public void roleChanged() {
    Settings wanted = settings;
    commands.add(
        -1,
        () -> {
          if (wanted != null && wanted.equals(settings)) {
            session.end();
            held.drop();
            takeUp(wanted);
          }
          return new PlainObject();
        });
  }

  @Override
  public void heard(String type, PlainObject told) {
    switch (type) {
      case "stored" -> catchUp();
      case "merged" -> roleChanged();
      case "wiped" -> forget();
      default -> {
        if (type.equals("status")) {
          status.heard(told);
        }
        if (settings != null) {
          WorkerScope.post(told.with("leading", false).object());
        }
      }
    }
  }

  @Override
  public void asked(String type, JSObject question) {
    OpenStore opened = held.opened();
    if (type.equals("wanted")) {
      stepDownIfPaused();
    } else if (opened != null) {
      Promises.start(() -> opened.documents().askedByTab(question));
    }
  }

  @Override
  public void hello() {
    OpenStore opened = held.opened();
    if (opened != null) {
      status.post();
      news.tellAll(opened.store().directory());
    }
  }

  /** A tab that asks no relay must not keep another from it. */
  private void stepDownIfPaused() {
    commands.add(
        -1,
        () -> {
          TabRole joined = role;
          if (settings == null && joined != null) {
            leave();
            role = TabRole.join(parts, joined.database(), null, outlet, this);
            openStore(joined.database());
          }
          return new PlainObject();
        });
  }

  private void catchUp() {
    commands.add(
        -1,
        () -> {
          OpenStore opened = held.opened();
          if (opened != null && opened.store().fence() == 0) {
            opened.store().catchUp();
          }
          return new PlainObject();
        });
  }

  private void forget() {
    commands.add(
        -1,
        () -> {
          session.end();
          settings = null;
          leave();
          status.enter(StatusReport.State.STOPPED, "everything was deleted by another tab");
          return new PlainObject();
        });
  }

  private void takeUp(Settings wanted) {
    status.enter(StatusReport.State.STARTING, null);
    LeecherStore opened = held.openForReading(wanted.database(), leads()).store();
    if (leads()) {
      session.start(wanted);
    } else {
      outlet.tell(new PlainObject().with("type", "wanted"));
    }
    news.refusals().tellAgain(opened.text(Refusals.STORED_AS));
    news.tellAll(opened.directory());
  }

  private boolean leads() {
    TabRole joined = role;
    return joined != null && joined.isLeading();
  }

  private void leave() {
    held.drop();
    TabRole joined = role;
    role = null;
    if (joined != null) {
      joined.leave();
    }
  }
}
