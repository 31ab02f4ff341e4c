package bambusa.leecher.js;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** What is written in JavaScript and given to the worker's program when it is started. */
public interface WorkerParts extends JSObject {

  /** Hears what another tab tells. */
  @JSFunctor
  interface Hearer extends JSObject {
    void hear(JSObject news, boolean byLeader);
  }

  @JSProperty("documents")
  DocumentTable documents();

  @JSProperty("files")
  Files files();
}
