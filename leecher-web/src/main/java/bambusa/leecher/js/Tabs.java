package bambusa.leecher.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The tabs that have one database open, of which one leads: {@code tabs.js}. */
public interface Tabs extends JSObject {

  /** Tells all other tabs. */
  void tell(JSObject news);

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
  }

  /** Joins the tabs of a database. */
  static Tabs join(WorkerParts parts, String database, Member member) {
    return Starter.join(
        parts, database, member::lead, member::lost, member::follow, member::hello, member::heard);
  }

  /** Natives of an interface are kept apart, as in {@link VerifyingWorker}. */
  final class Starter {
    private Starter() {}

    @JSBody(
        params = {"parts", "database", "lead", "lost", "follow", "hello", "heard"},
        script =
            "return parts.join(database,"
                + " {lead: lead, lost: lost, follow: follow, hello: hello, heard: heard});")
    static native Tabs join(
        WorkerParts parts,
        String database,
        Browser.Task lead,
        Browser.Task lost,
        Browser.Task follow,
        Browser.Task hello,
        WorkerParts.Hearer heard);
  }
}
