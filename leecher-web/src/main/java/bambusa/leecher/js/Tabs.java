package bambusa.leecher.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** The tabs that have one database open, of which one leads: {@code tabs.js}. */
public interface Tabs extends JSObject {

  /** Tells all other tabs. */
  void tell(JSObject news);

  /** Has the tab that leads do something, whichever it is. */
  JSPromise<JSObject> ask(JSObject question);

  /** Whether this tab leads. */
  boolean leads();

  /** Says which documents this tab asks relays for from now on; null for none. */
  void want(@Nullable String target);

  /** Which ones the tab that leads asks relays for; null if none, or if this tab leads. */
  @Nullable String led();

  void leave();

  /** What a tab is told; the browser calls it, so nothing here may wait. */
  interface Member {
    /** From now on this tab leads. */
    void lead();

    /** Another tab took the lead. */
    void lost();

    /** Another tab leads; said again and again. */
    void follow();

    /** A tab has come that knows nothing yet; said to the leader. */
    void hello();

    /** Another tab tells. */
    void heard(JSObject news, boolean byLeader);

    /** To the leader: another tab has it do something. */
    JSPromise<JSObject> asked(JSObject question);
  }

  /** Joins the tabs of a database. */
  static Tabs join(WorkerParts parts, String database, @Nullable String target, Member member) {
    return Starter.join(
        parts,
        database,
        target,
        member::lead,
        member::lost,
        member::follow,
        member::hello,
        member::heard,
        member::asked);
  }

  /** Natives of an interface are kept apart, as in {@link VerifyingWorker}. */
  final class Starter {
    private Starter() {}

    @JSBody(
        params = {
          "parts",
          "database",
          "target",
          "lead",
          "lost",
          "follow",
          "hello",
          "heard",
          "asked"
        },
        script =
            "return parts.join(database, target,"
                + " {lead: lead, lost: lost, follow: follow, hello: hello, heard: heard,"
                + "  asked: asked});")
    static native Tabs join(
        WorkerParts parts,
        String database,
        @Nullable String target,
        Browser.Task lead,
        Browser.Task lost,
        Browser.Task follow,
        Browser.Task hello,
        WorkerParts.Hearer heard,
        WorkerParts.Doer asked);
  }
}
