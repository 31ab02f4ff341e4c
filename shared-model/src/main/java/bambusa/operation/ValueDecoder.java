package bambusa.operation;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads operation ids and field values, and holds an operation to one encoding: "Require one
 * encoding within one operation" (p2panda.md 2.7).
 */
final class ValueDecoder {

  private static final int HEX_LENGTH = 2 * Hash.SIZE;

  private final CborReader in;
  private @Nullable OperationEncoding seen;

  ValueDecoder(CborReader in) {
    this.in = in;
  }

  /** The encoding that the hashes read so far were in. */
  OperationEncoding encoding() {
    return seen == null ? OperationEncoding.E3 : seen;
  }

  /** Reads an operation id: text of 68 hex digits in E2, 34 bytes in E3. */
  Hash hash() throws MalformedOperationException {
    int major = in.next();
    if (major == Cbor.TEXT) {
      see(OperationEncoding.E2);
      return fromText(in.text());
    }
    if (major == Cbor.BYTES) {
      see(OperationEncoding.E3);
      return fromBytes(in.content());
    }
    if (major == Cbor.ARRAY) {
      throw new MalformedOperationException(
          OperationFault.ID_AS_INTEGERS, "expected an operation id as bytes or text, got an array");
    }
    throw new MalformedOperationException(
        OperationFault.ID_NOT_A_HASH,
        "expected an operation id as bytes or text, got " + Cbor.name(major));
  }

  private static Hash fromText(String hex) throws MalformedOperationException {
    expectLength(hex.length(), HEX_LENGTH, "hex digits");
    try {
      return Hash.parse(hex);
    } catch (MalformedException e) {
      throw new MalformedOperationException(OperationFault.ID_TYPE, e.getMessage());
    }
  }

  private static Hash fromBytes(byte[] bytes) throws MalformedOperationException {
    expectLength(bytes.length, Hash.SIZE, "bytes");
    try {
      return Hash.fromBytes(bytes);
    } catch (MalformedException e) {
      throw new MalformedOperationException(OperationFault.ID_TYPE, e.getMessage());
    }
  }

  private static void expectLength(int length, int expected, String unit)
      throws MalformedOperationException {
    if (length != expected) {
      throw new MalformedOperationException(
          OperationFault.ID_LENGTH,
          "expected an operation id of " + expected + ' ' + unit + ", got " + length);
    }
  }

  private void see(OperationEncoding encoding) throws MalformedOperationException {
    if (seen != null && seen != encoding) {
      throw new MalformedOperationException(
          OperationFault.MIXED_ENCODINGS,
          "expected hashes as in " + seen + ", got one as in " + encoding);
    }
    seen = encoding;
  }

  /** Reads the value of a field (p2panda.md 2.4). */
  PlainValue value() throws MalformedOperationException {
    int major = in.next();
    return switch (major) {
      case Cbor.UNSIGNED, Cbor.NEGATIVE -> new PlainValue.Int(in.integer());
      case Cbor.BYTES -> bytes();
      case Cbor.TEXT -> new PlainValue.Str(in.text());
      case Cbor.ARRAY -> list();
      case Cbor.SIMPLE -> in.simple();
      default -> throw unrepresentable("expected a value", major);
    };
  }

  private PlainValue bytes() throws MalformedOperationException {
    // E2 has no byte strings (p2panda.md 2.2).
    see(OperationEncoding.E3);
    return new PlainValue.Bytes(in.content());
  }

  private PlainValue list() throws MalformedOperationException {
    int count = in.count(1);
    if (count == 0) {
      return new PlainValue.Hashes(List.of());
    }
    return in.peek() == Cbor.ARRAY
        ? new PlainValue.HashLists(hashLists(count))
        : new PlainValue.Hashes(hashes(count));
  }

  private List<List<Hash>> hashLists(int count) throws MalformedOperationException {
    List<List<Hash>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int major = in.next();
      if (major != Cbor.ARRAY) {
        throw unrepresentable("expected lists of hashes only", major);
      }
      lists.add(hashes(in.count(1)));
    }
    return lists;
  }

  private List<Hash> hashes(int count) throws MalformedOperationException {
    List<Hash> hashes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int major = in.peek();
      if (major != Cbor.BYTES && major != Cbor.TEXT) {
        throw unrepresentable("expected a list of hashes only", major);
      }
      hashes.add(hash());
    }
    return hashes;
  }

  private static MalformedOperationException unrepresentable(String expected, int major) {
    return new MalformedOperationException(
        OperationFault.UNREPRESENTABLE_VALUE, expected + ", got " + Cbor.name(major));
  }
}
