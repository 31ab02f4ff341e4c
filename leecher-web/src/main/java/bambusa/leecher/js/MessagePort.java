package bambusa.leecher.js;

import org.teavm.jso.JSObject;

/** Takes and gives messages, as a worker does. */
public interface MessagePort extends JSObject {

  void postMessage(JSObject message);

  void addEventListener(String type, Listener listener);
}
