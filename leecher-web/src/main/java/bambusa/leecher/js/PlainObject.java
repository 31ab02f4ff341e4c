package bambusa.leecher.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** JavaScript objects as messages: builds them, and reads members that may be missing. */
public final class PlainObject {
  /** Number.MAX_SAFE_INTEGER. */
  private static final long MAX_EXACT = (1L << 53) - 1;

  private final JSObject object;

  public PlainObject() {
    this(create());
  }

  /** Adds to an object that is there. */
  public PlainObject(JSObject object) {
    this.object = object;
  }

  public PlainObject with(String member, @Nullable String text) {
    set(object, member, text);
    return this;
  }

  public PlainObject with(String member, int number) {
    set(object, member, number);
    return this;
  }

  public PlainObject with(String member, double number) {
    set(object, member, number);
    return this;
  }

  public PlainObject with(String member, boolean truth) {
    set(object, member, truth);
    return this;
  }

  public PlainObject with(String member, JSObject value) {
    set(object, member, value);
    return this;
  }

  /** A number of 64 bits: a BigInt where a number of JavaScript would not hold it. */
  public PlainObject withLong(String member, long number) {
    if (number >= -MAX_EXACT && number <= MAX_EXACT) {
      set(object, member, (double) number);
    } else {
      setLarge(object, member, Long.toString(number));
    }
    return this;
  }

  /** An array of texts, or null. */
  public PlainObject with(String member, String @Nullable [] texts) {
    set(object, member, texts);
    return this;
  }

  public JSObject object() {
    return object;
  }

  /** The text, or null if there is none. */
  @JSBody(
      params = {"object", "member"},
      script = "var v = object[member]; return v === undefined ? null : v;")
  public static native @Nullable String text(JSObject object, String member);

  /** The object or array, or null if there is none. */
  @JSBody(
      params = {"object", "member"},
      script = "var v = object[member]; return v === undefined ? null : v;")
  public static native @Nullable JSObject member(JSObject object, String member);

  /** The number, or -1 if there is none. */
  @JSBody(
      params = {"object", "member"},
      script = "var v = object[member]; return typeof v === 'number' ? v : -1;")
  public static native int number(JSObject object, String member);

  @JSBody(
      params = {"object", "member"},
      script = "return !!object[member];")
  public static native boolean isTrue(JSObject object, String member);

  @JSBody(
      params = {"object", "member", "number"},
      script = "object[member] = BigInt(number);")
  private static native void setLarge(JSObject object, String member, String number);

  @JSBody(script = "return {};")
  private static native JSObject create();

  @JSBody(
      params = {"object", "member", "text"},
      script = "object[member] = text;")
  private static native void set(JSObject object, String member, @Nullable String text);

  @JSBody(
      params = {"object", "member", "number"},
      script = "object[member] = number;")
  private static native void set(JSObject object, String member, int number);

  @JSBody(
      params = {"object", "member", "number"},
      script = "object[member] = number;")
  private static native void set(JSObject object, String member, double number);

  @JSBody(
      params = {"object", "member", "truth"},
      script = "object[member] = truth;")
  private static native void set(JSObject object, String member, boolean truth);

  @JSBody(
      params = {"object", "member", "value"},
      script = "object[member] = value;")
  private static native void set(JSObject object, String member, JSObject value);

  @JSBody(
      params = {"object", "member", "texts"},
      script = "object[member] = texts;")
  private static native void set(JSObject object, String member, String @Nullable [] texts);
}
