package bambusa.leecher.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int8Array;

/** Arrays of bytes on their way between Java and JavaScript, always as copies. */
public final class Bytes {

  private Bytes() {}

  /** A copy that owns its whole buffer, so that it can be stored or transferred by itself. */
  public static JSObject toJs(byte[] bytes) {
    return slice(Int8Array.copyFromJavaArray(bytes));
  }

  /** A copy of a typed array of bytes. */
  public static byte[] toJava(JSObject array) {
    return signed(array).copyToJavaArray();
  }

  /** In JavaScript a copy would share the array, in WebAssembly its buffer may be larger. */
  @JSBody(params = "array", script = "return array.slice();")
  private static native JSObject slice(Int8Array array);

  @JSBody(params = "array", script = "return new Int8Array(array.slice().buffer);")
  private static native Int8Array signed(JSObject array);
}
