package bambusa.leecher.js;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;

/** What is written in JavaScript and given to the worker's program when it is started. */
public interface WorkerParts extends JSObject {

  /** Hears what another tab tells. */
  @JSFunctor
  interface Hearer extends JSObject {
    void hear(JSObject news, boolean byLeader);
  }

  /** Does what another tab asks for. */
  @JSFunctor
  interface Doer extends JSObject {
    JSPromise<JSObject> done(JSObject question);
  }

  @JSProperty("documents")
  DocumentTable documents();

  @JSProperty("files")
  Files files();

  /**
   * Compares what relays hold with what is stored.
   *
   * @param question one of the feed, which says for which target set
   */
  OtherRelays compare(
      JSArray<JSString> relays,
      String question,
      OtherRelays.Heights heights,
      WorkerScope.Receiver told);
}
