package bambusa.leecher.js;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** What happened: a click, a key, a message. */
public interface Event extends JSObject {

  void preventDefault();

  /** Where it happened. */
  @JSProperty
  Element getTarget();

  /** The key, of a key event. */
  @JSProperty
  String getKey();

  /** What was posted, of a message event. */
  @JSProperty("data")
  JSObject getMessage();
}
