package bambusa.leecher.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Objects as text. */
public final class Json {

  private Json() {}

  public static String text(PlainObject object) {
    return stringify(object.object());
  }

  @JSBody(params = "object", script = "return JSON.stringify(object);")
  private static native String stringify(JSObject object);

  /** Only for what {@link #text} wrote. */
  @JSBody(params = "text", script = "return JSON.parse(text);")
  public static native JSObject parse(String text);
}
