package bambusa.operation;

import bambusa.crypto.Hash;
import java.util.List;
import java.util.Map;

/**
 * Writes operations in E3, in the one form a producer must write (p2panda.md 2.3). Not for
 * operations that were received: those are forwarded as they came.
 */
public final class OperationEncoder {

  static final int VERSION = 1;

  private OperationEncoder() {}

  /**
   * Encodes an operation that is about to be published.
   *
   * @throws IllegalArgumentException when a text holds half of a surrogate pair
   */
  public static EncodedOperation encode(Operation operation) {
    CborWriter out = new CborWriter();
    Action action = operation.action();
    out.array(3 + (action.hasPrevious() ? 1 : 0) + (action.hasFields() ? 1 : 0));
    out.integer(VERSION);
    out.integer(action.number());
    out.text(operation.schemaId().toString());
    operation.previous().ifPresent(previous -> writeHashes(previous.operationIds(), out));
    if (action.hasFields()) {
      writeFields(operation.fields(), out);
    }
    return new EncodedOperation(out.toBytes());
  }

  private static void writeFields(Map<String, PlainValue> fields, CborWriter out) {
    out.map(fields.size());
    for (Map.Entry<String, PlainValue> field : fields.entrySet()) {
      out.text(field.getKey());
      writeValue(field.getValue(), out);
    }
  }

  private static void writeValue(PlainValue value, CborWriter out) {
    if (value instanceof PlainValue.Bool bool) {
      out.bool(bool.value());
    } else if (value instanceof PlainValue.Int integer) {
      out.integer(integer.value());
    } else if (value instanceof PlainValue.Float floating) {
      out.floating(floating.value());
    } else if (value instanceof PlainValue.Str str) {
      out.text(str.value());
    } else if (value instanceof PlainValue.Bytes bytes) {
      out.bytes(bytes.value());
    } else if (value instanceof PlainValue.Hashes hashes) {
      writeHashes(hashes.values(), out);
    } else if (value instanceof PlainValue.HashLists lists) {
      out.array(lists.values().size());
      for (List<Hash> hashes : lists.values()) {
        writeHashes(hashes, out);
      }
    }
  }

  private static void writeHashes(List<Hash> hashes, CborWriter out) {
    out.array(hashes.size());
    for (Hash hash : hashes) {
      out.hash(hash);
    }
  }
}
