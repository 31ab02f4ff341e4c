package bambusa.leecher.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.typedarrays.Int8Array;

/** What a worker can do besides storing and requesting. */
public final class WorkerScope {

  /** More would be refused by the browser. */
  private static final int MAX_RANDOM_BYTES = 65_536;

  private WorkerScope() {}

  /** Receives messages. */
  @JSFunctor
  public interface Receiver extends JSObject {
    void receive(JSObject message);
  }

  /** Receives what was posted to this worker. */
  @JSBody(
      params = "receiver",
      script = "self.onmessage = function(event) { receiver(event.data); };")
  public static native void onMessage(Receiver receiver);

  @JSBody(params = "message", script = "self.postMessage(message);")
  public static native void post(JSObject message);

  @JSBody(script = "self.close();")
  public static native void close();

  /** Milliseconds since 1970. */
  @JSBody(script = "return Date.now();")
  public static native double epochMillis();

  /** Milliseconds of a clock that never goes back. */
  @JSBody(script = "return performance.now();")
  public static native double now();

  /** A number from 0 to below 1, good enough to spread requests over time. */
  @JSBody(script = "return Math.random();")
  public static native double chance();

  /** How many threads can run at once. */
  @JSBody(script = "return navigator.hardwareConcurrency || 1;")
  public static native int cores();

  /** Fills an array from the browser's cryptographic source. */
  public static void fillRandom(byte[] bytes) {
    for (int start = 0; start < bytes.length; start += MAX_RANDOM_BYTES) {
      int size = Math.min(MAX_RANDOM_BYTES, bytes.length - start);
      System.arraycopy(random(size).copyToJavaArray(), 0, bytes, start, size);
    }
  }

  @JSBody(params = "size", script = "return crypto.getRandomValues(new Int8Array(size));")
  private static native Int8Array random(int size);

  /** How many bytes the origin has stored, or -1 where the browser does not say. */
  @JSBody(
      script =
          "if (!navigator.storage || !navigator.storage.estimate) { return Promise.resolve(-1); }"
              + "return navigator.storage.estimate().then("
              + "function(e) { return e.usage; }, function() { return -1; });")
  public static native JSPromise<JSNumber> storedBytes();

  /** Calls when the device is "online" again, or "offline". */
  @JSBody(
      params = {"event", "task"},
      script = "self.addEventListener(event, function() { task(); });")
  public static native void onNetwork(String event, Browser.Task task);

  @JSBody(params = "text", script = "console.warn(text);")
  public static native void note(String text);
}
