package bambusa.operation;

/** Numbers of CBOR (RFC 8949) that reader and writer share. */
final class Cbor {

  static final int UNSIGNED = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int TAG = 6;
  static final int SIMPLE = 7;

  /** Low five bits of a head: how many bytes its argument takes. */
  static final int ONE_BYTE = 24;

  static final int TWO_BYTES = 25;
  static final int FOUR_BYTES = 26;
  static final int EIGHT_BYTES = 27;
  static final int INDEFINITE = 31;

  /** Low five bits of major type 7. */
  static final int FALSE = 20;

  static final int TRUE = 21;
  static final int NULL = 22;
  static final int UNDEFINED = 23;
  static final int HALF = TWO_BYTES;
  static final int SINGLE = FOUR_BYTES;
  static final int DOUBLE = EIGHT_BYTES;

  private static final String[] NAMES = {
    "an integer",
    "a negative integer",
    "a byte string",
    "a text string",
    "an array",
    "a map",
    "a tag",
    "a simple value"
  };

  private Cbor() {}

  static String name(int major) {
    return NAMES[major];
  }
}
