package bambusa.leecher.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/**
 * Waiting for promises. Only a thread started by {@code new Thread} may wait, never one that the
 * browser called.
 */
public final class Promises {

  private Promises() {}

  private interface Settled extends JSObject {
    @JSProperty("ok")
    boolean isOk();

    @JSProperty("value")
    JSObject getValue();

    @JSProperty("name")
    String getName();

    @JSProperty("message")
    String getMessage();
  }

  /** A promise whose outcome can be looked at without waiting. */
  public interface Watched extends JSObject {
    @JSProperty("settled")
    boolean isSettled();

    @JSProperty("promise")
    JSPromise<JSObject> getPromise();
  }

  /**
   * What a promise is fulfilled with.
   *
   * @throws JsException when it is rejected
   */
  @SuppressWarnings("unchecked")
  public static <T extends JSObject> T await(JSPromise<T> promise) throws JsException {
    // A rejection must not reach await(): in WebAssembly the thread would never go on.
    Settled settled = settle(promise).await();
    if (settled.isOk()) {
      return (T) settled.getValue();
    }
    throw new JsException(settled.getName(), settled.getMessage());
  }

  /** Waits until one of the two is settled, in whichever way. */
  public static void awaitEither(JSPromise<?> one, JSPromise<?> other) {
    either(one, other).await();
  }

  @JSBody(
      params = "promise",
      script =
          "var w = {settled: false, promise: promise}, done = function() { w.settled = true; };"
              + "promise.then(done, done); return w;")
  public static native Watched watch(JSPromise<? extends JSObject> promise);

  /** Lets everything else that is due go first. */
  public static void pause() {
    after(0).await();
  }

  /** Runs a task in a thread of its own; is fulfilled when it ends, in whichever way. */
  public static JSPromise<JSBoolean> start(Runnable task) {
    return new JSPromise<>(
        (fulfil, reject) ->
            new Thread(
                    () -> {
                      try {
                        task.run();
                      } finally {
                        fulfil.accept(JSBoolean.valueOf(true));
                      }
                    })
                .start());
  }

  /** Something to find out, waiting if need be; no {@code Supplier}, or all of them could wait. */
  public interface Question {
    @Nullable JSObject answer();
  }

  /** What a thread of its own answers. */
  public static JSPromise<JSObject> call(Question question) {
    return new JSPromise<>(
        (fulfil, reject) -> new Thread(() -> fulfil.accept(question.answer())).start());
  }

  /** Is fulfilled when the time is over. */
  @JSBody(
      params = "millis",
      script = "return new Promise(function(f) { setTimeout(function() { f(true); }, millis); });")
  public static native JSPromise<JSBoolean> after(double millis);

  @JSBody(
      params = "promise",
      script =
          "return promise.then(function(v) { return {ok: true, value: v}; }, function(e) {"
              + "return {ok: false, name: String(e && e.name || 'Error'),"
              + " message: String(e && e.message || e)}; });")
  private static native JSPromise<Settled> settle(JSPromise<? extends JSObject> promise);

  @JSBody(
      params = {"one", "other"},
      script =
          "var done = function() { return true; };"
              + "return Promise.race([one.then(done, done), other.then(done, done)]);")
  private static native JSPromise<JSBoolean> either(JSPromise<?> one, JSPromise<?> other);
}
