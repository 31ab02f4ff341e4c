package bambusa.leecher.js;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Is called by the browser, on the main thread; must return soon. */
@JSFunctor
public interface Listener extends JSObject {

  void on(Event event);
}
