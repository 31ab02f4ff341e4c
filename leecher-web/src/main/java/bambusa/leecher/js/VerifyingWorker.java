package bambusa.leecher.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** A worker of a worker, which only verifies signatures. */
public interface VerifyingWorker extends JSObject {

  /** Sends a batch; the verdicts come back in time, or the promise is rejected. */
  JSPromise<JSObject> verify(JSObject batch);

  void terminate();

  /** Starts a worker from the script that started this one. */
  static VerifyingWorker start(String script) {
    return Starter.start(script);
  }

  /**
   * Natives of an interface are kept apart: TeaVM takes the interface's own methods for the
   * object's.
   */
  final class Starter {
    private Starter() {}

    @JSBody(
        params = "script",
        script =
            "var worker = null, problem = null, waiting = [];"
                + "function fail(e) { problem = e && e.message || 'no workers in workers';"
                + " waiting.splice(0).forEach(function(w) { w.failed(new Error(problem)); }); }"
                + "try { worker = new Worker(script, {type: 'module'});"
                + " worker.onerror = fail;"
                + " worker.onmessage = function(e) {"
                + "  if (e.data && e.data.verdicts) { waiting.shift().done(e.data.verdicts); }"
                + "  else { fail(e.data); } };"
                + "} catch (e) { fail(e); }"
                + "return {verify: function(batch) { return new Promise(function(done, failed) {"
                + "  if (problem) { failed(new Error(problem)); return; }"
                + "  waiting.push({done: done, failed: failed});"
                + "  worker.postMessage({type: 'verify', batch: batch}, [batch.buffer]); }); },"
                + " terminate: function() { if (worker) { worker.terminate(); } } };")
    static native VerifyingWorker start(String script);
  }
}
