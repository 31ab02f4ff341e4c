package bambusa.leecher.worker;

import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.Tabs;
import bambusa.leecher.js.WorkerParts;
import bambusa.leecher.js.WorkerScope;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** What this tab is among those that have a database open. Called by the browser: never waits. */
final class TabRole implements Tabs.Member {

  /** In an election without locks nobody is heard for so long. */
  private static final int KNOWN_MILLIS = 2_000;

  private static final int STEP_MILLIS = 20;

  /** A tab that is being closed, or asks for something else soon, is given so long. */
  private static final int AGREED_MILLIS = 1_500;

  private enum Role {
    UNKNOWN,
    LEADING,
    FOLLOWING
  }

  /** Who has to know. */
  interface Changes {
    /** Leads now, or does not any more. */
    void roleChanged();

    /** To a tab that follows: what the leader tells. */
    void heard(String type, PlainObject news);

    /** To the leader: what another tab asks it for. */
    void asked(String type, JSObject question);

    /** To the leader: a tab came that knows nothing. */
    void hello();

    /** To the leader: what only it can do. */
    JSPromise<JSObject> done(JSObject question);
  }

  private final String database;
  private final Changes changes;
  private @Nullable Tabs tabs;
  private Role role = Role.UNKNOWN;

  private TabRole(String database, Changes changes) {
    this.database = database;
    this.changes = changes;
  }

  /** Joins; {@code target} says which documents are asked for, null for none. */
  static TabRole join(
      WorkerParts parts, String database, @Nullable String target, Outlet outlet, Changes changes) {
    TabRole role = new TabRole(database, changes);
    Tabs joined = Tabs.join(parts, database, target, role);
    role.tabs = joined;
    outlet.to(joined);
    return role;
  }

  String database() {
    return database;
  }

  boolean isLeading() {
    return role == Role.LEADING;
  }

  /** Waits until it is clear whether another tab leads; one that keeps silent does. */
  void awaitKnown() {
    double deadline = WorkerScope.now() + KNOWN_MILLIS;
    while (role == Role.UNKNOWN && WorkerScope.now() < deadline) {
      Promises.after(STEP_MILLIS).await();
    }
    if (role == Role.UNKNOWN) {
      role = Role.FOLLOWING;
    }
  }

  /** Which documents this tab asks for from now on; null for none. */
  void want(@Nullable String target) {
    Tabs joined = tabs;
    if (joined != null) {
      joined.want(target);
    }
  }

  /** What the tab that leads asks for and goes on asking for, if it is not {@code target}. */
  @Nullable String awaitOtherThan(String target) {
    double deadline = WorkerScope.now() + AGREED_MILLIS;
    while (true) {
      String led = tabs == null ? null : tabs.led();
      if (led == null || led.equals(target) || WorkerScope.now() >= deadline) {
        return target.equals(led) ? null : led;
      }
      Promises.after(STEP_MILLIS).await();
    }
  }

  /** Has it done by whichever tab leads. */
  JSPromise<JSObject> done(JSObject question) {
    Tabs joined = tabs;
    return isLeading() || joined == null ? changes.done(question) : joined.ask(question);
  }

  void leave() {
    role = Role.FOLLOWING;
    Tabs joined = tabs;
    if (joined != null) {
      joined.leave();
    }
  }

  @Override
  public void lead() {
    enter(Role.LEADING);
  }

  @Override
  public void lost() {
    enter(Role.FOLLOWING);
  }

  @Override
  public void follow() {
    if (role == Role.UNKNOWN) {
      role = Role.FOLLOWING;
    }
  }

  private void enter(Role next) {
    boolean changed = role != Role.UNKNOWN && role != next;
    role = next;
    if (changed) {
      changes.roleChanged();
    }
  }

  @Override
  public void hello() {
    changes.hello();
  }

  @Override
  public JSPromise<JSObject> asked(JSObject question) {
    return changes.done(question);
  }

  @Override
  public void heard(JSObject news, boolean byLeader) {
    String type = PlainObject.text(news, "type");
    if (type == null) {
      return;
    }
    if (byLeader && role == Role.FOLLOWING) {
      changes.heard(type, new PlainObject(news));
    } else if (type.equals("wiped")) {
      changes.heard(type, new PlainObject(news));
    } else if (role == Role.LEADING && !byLeader) {
      changes.asked(type, news);
    }
  }
}
