package bambusa.operation;

import bambusa.bytes.Hex;
import bambusa.crypto.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The value of a field as its bytes tell it, before a schema says what it means (p2panda.md 2.4).
 * Lists of hashes are the same value in E2 and E3; a single relation is {@link Str} in E2 and
 * {@link Bytes} in E3, since only a schema tells it from other text or bytes.
 */
public sealed interface PlainValue {

  /** The word of p2panda.md 2.4, used in messages. */
  String kind();

  /** A truth value. */
  record Bool(boolean value) implements PlainValue {
    @Override
    public String kind() {
      return "bool";
    }
  }

  /** A signed 64-bit integer. */
  record Int(long value) implements PlainValue {
    @Override
    public String kind() {
      return "int";
    }
  }

  /** A 64-bit floating point number. All NaN are one value; 0 and -0 are two. */
  @SuppressWarnings("JavaLangClash") // the word of the specification
  record Float(double value) implements PlainValue {
    public Float {
      value = Double.isNaN(value) ? Double.NaN : value;
    }

    @Override
    public String kind() {
      return "float";
    }

    /** By the bits: compiled to JavaScript, a record would compare as {@code ==} does. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Float number && bits(value) == bits(number.value);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(bits(value));
    }

    private static long bits(double value) {
      return Double.doubleToLongBits(value);
    }
  }

  /** Text, in E2 also a relation. */
  record Str(String value) implements PlainValue {
    @Override
    public String kind() {
      return "str";
    }
  }

  /** Bytes, in E3 also a relation. Copied in and out. */
  final class Bytes implements PlainValue {

    private final byte[] value;

    public Bytes(byte[] value) {
      this.value = value.clone();
    }

    public byte[] value() {
      return value.clone();
    }

    /** Size in bytes. */
    public int size() {
      return value.length;
    }

    @Override
    public String kind() {
      return "bytes";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes[" + Hex.encode(value) + ']';
    }
  }

  /**
   * A list of hashes: a relation list or a pinned relation. Empty, it may also stand for an empty
   * list of pinned relations.
   */
  record Hashes(List<Hash> values) implements PlainValue {
    public Hashes {
      values = List.copyOf(values);
    }

    @Override
    public String kind() {
      return "hash[]";
    }
  }

  /** A list, never empty, of lists of hashes: a pinned relation list. */
  record HashLists(List<List<Hash>> values) implements PlainValue {
    public HashLists {
      if (values.isEmpty()) {
        throw new IllegalArgumentException(
            "expected one or more lists; an empty array is a list of hashes");
      }
      List<List<Hash>> copies = new ArrayList<>(values.size());
      for (List<Hash> hashes : values) {
        copies.add(List.copyOf(hashes));
      }
      values = List.copyOf(copies);
    }

    @Override
    public String kind() {
      return "hash[][]";
    }
  }
}
