package bambusa.leecher.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;

/** Several relays that hold the same logs, compared: {@code relays.js}. */
public interface OtherRelays extends JSObject {

  /** Says how far logs are stored; called by the browser, so it may not wait. */
  @JSFunctor
  interface Heights extends JSObject {
    String heights();
  }

  /** Begins to ask, unless it has begun. */
  void begin();

  /** Asks them for entries by hash, and for logs, from which what is stored here waits. */
  void want(JSArray<JSString> hashes, JSArray<JSString> logs);

  /** Is fulfilled when there is something to take in. */
  JSPromise<JSBoolean> ready();

  /** What to ingest, as {@link Files.ReadFile} gives it; null if there is nothing now. */
  @Nullable JSObject take();

  void stop();
}
