package bambusa.leecher.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A worker whose script is a module. */
public interface ModuleWorker extends JSObject {

  void postMessage(JSObject message);

  void addEventListener(String type, Listener listener);

  void terminate();

  /** Starts a worker; what goes wrong comes as an {@code error} event. */
  static ModuleWorker start(String script) {
    return Starter.start(script);
  }

  /**
   * Natives of an interface are kept apart: TeaVM takes the interface's own methods for the
   * object's.
   */
  final class Starter {
    private Starter() {}

    @JSBody(params = "script", script = "return new Worker(script, {type: 'module'});")
    static native ModuleWorker start(String script);
  }
}
