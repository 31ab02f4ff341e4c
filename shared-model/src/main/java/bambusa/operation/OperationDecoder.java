package bambusa.operation;

import bambusa.bytes.MalformedException;
import bambusa.bytes.Utf8;
import bambusa.crypto.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decodes operations of encodings E2 and E3 (p2panda.md 2). Beyond the canonical form it reads
 * numbers, lengths and floats that are longer than needed, as the reference does, and nothing else
 * (2.5). May be called from any thread.
 */
public final class OperationDecoder {

  /** The first bytes of an operation of p2panda-rs 0.4: a map of four or five (p2panda.md 2.7). */
  private static final int E1_FIRST_BYTE = 0xa4;

  private static final int E1_FIRST_BYTE_WITH_PREVIOUS = 0xa5;

  private final CborReader in;
  private final ValueDecoder values;

  /** Items of the operation's array that were not read yet; unsigned. */
  private long itemsLeft;

  private OperationDecoder(byte[] bytes) {
    this.in = new CborReader(bytes);
    this.values = new ValueDecoder(in);
  }

  /**
   * Decodes what this or an earlier generation of p2panda wrote.
   *
   * @throws MalformedOperationException naming the rule that rejects
   */
  public static Operation decode(EncodedOperation encoded) throws MalformedOperationException {
    byte[] bytes = encoded.shared();
    if (bytes.length > 0 && isE1(bytes[0] & 0xff)) {
      throw fault(OperationFault.ENCODING_E1, "expected an array, got a map as of p2panda-rs 0.4");
    }
    return new OperationDecoder(bytes).operation();
  }

  /**
   * Decodes only what a producer of today writes: E3 in its canonical form (p2panda.md 2.3). A node
   * that is so strict cannot continue logs that others can.
   */
  public static Operation decodeCanonical(EncodedOperation encoded)
      throws MalformedOperationException {
    Operation operation = decode(encoded);
    if (!OperationEncoder.encode(operation).equals(encoded)) {
      throw fault(
          OperationFault.NOT_CANONICAL,
          "expected canonical E3, got another encoding of the same operation");
    }
    return operation;
  }

  private static boolean isE1(int firstByte) {
    return firstByte == E1_FIRST_BYTE || firstByte == E1_FIRST_BYTE_WITH_PREVIOUS;
  }

  private Operation operation() throws MalformedOperationException {
    int major = in.next();
    if (major != Cbor.ARRAY) {
      throw fault(OperationFault.NOT_AN_ARRAY, "expected an array, got " + Cbor.name(major));
    }
    itemsLeft = in.argument();
    version();
    Action action = action();
    SchemaId schemaId = schemaId();
    DocumentViewId previous = action.hasPrevious() ? previous() : null;
    SortedMap<String, PlainValue> fields = new TreeMap<>(Utf8.ORDER);
    if (action.hasFields()) {
      readFields(action, fields);
    }
    if (itemsLeft != 0) {
      throw fault(
          OperationFault.SURPLUS_ITEMS,
          "expected no more items, got " + Long.toUnsignedString(itemsLeft));
    }
    in.expectEnd();
    return new Operation(action, schemaId, previous, fields, values.encoding());
  }

  private void expectItem(OperationFault missing, String name) throws MalformedOperationException {
    if (itemsLeft == 0) {
      throw fault(missing, "expected " + name + ", got the end of the array");
    }
    itemsLeft--;
  }

  private void version() throws MalformedOperationException {
    expectItem(OperationFault.MISSING_VERSION, "a version");
    int major = in.next();
    if (major != Cbor.UNSIGNED) {
      throw fault(
          OperationFault.UNSUPPORTED_VERSION, "expected version 1, got " + Cbor.name(major));
    }
    if (in.argument() != OperationEncoder.VERSION) {
      throw fault(
          OperationFault.UNSUPPORTED_VERSION,
          "expected version 1, got " + Long.toUnsignedString(in.argument()));
    }
  }

  private Action action() throws MalformedOperationException {
    expectItem(OperationFault.MISSING_ACTION, "an action");
    int major = in.next();
    if (major != Cbor.UNSIGNED) {
      throw fault(
          OperationFault.UNKNOWN_ACTION, "expected action 0, 1 or 2, got " + Cbor.name(major));
    }
    if (Long.compareUnsigned(in.argument(), Action.MAX_NUMBER) > 0) {
      throw fault(
          OperationFault.UNKNOWN_ACTION,
          "expected action 0, 1 or 2, got " + Long.toUnsignedString(in.argument()));
    }
    return Action.of((int) in.argument());
  }

  private SchemaId schemaId() throws MalformedOperationException {
    expectItem(OperationFault.MISSING_SCHEMA_ID, "a schema id");
    int major = in.next();
    if (major != Cbor.TEXT) {
      throw fault(
          OperationFault.SCHEMA_ID_NOT_TEXT,
          "expected a schema id as text, got " + Cbor.name(major));
    }
    try {
      return SchemaId.parse(in.text());
    } catch (MalformedOperationException e) {
      throw e;
    } catch (MalformedException e) {
      throw fault(OperationFault.MALFORMED_SCHEMA_ID, e.getMessage());
    }
  }

  private DocumentViewId previous() throws MalformedOperationException {
    expectItem(OperationFault.MISSING_PREVIOUS, "previous operation ids");
    int major = in.next();
    if (major != Cbor.ARRAY) {
      throw fault(noPrevious(major), "expected previous as an array, got " + Cbor.name(major));
    }
    int count = in.count(1);
    if (count == 0) {
      throw fault(OperationFault.PREVIOUS_EMPTY, "expected one or more operation ids");
    }
    List<Hash> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(values.hash());
    }
    if (!DocumentViewId.isAscending(ids)) {
      throw fault(
          OperationFault.PREVIOUS_NOT_ASCENDING,
          "expected sorted operation ids in document view id");
    }
    return new DocumentViewId(ids);
  }

  private static OperationFault noPrevious(int major) {
    return switch (major) {
      case Cbor.MAP -> OperationFault.WITHOUT_PREVIOUS;
      case Cbor.TEXT -> OperationFault.PREVIOUS_AS_TEXT;
      default -> OperationFault.PREVIOUS_NOT_AN_ARRAY;
    };
  }

  private void readFields(Action action, SortedMap<String, PlainValue> fields)
      throws MalformedOperationException {
    expectItem(OperationFault.MISSING_FIELDS, "fields");
    int major = in.next();
    if (major != Cbor.MAP) {
      boolean previous = action == Action.CREATE && major == Cbor.ARRAY;
      throw fault(
          previous ? OperationFault.CREATE_WITH_PREVIOUS : OperationFault.FIELDS_NOT_A_MAP,
          "expected fields as a map, got " + Cbor.name(major));
    }
    int count = in.count(2);
    String last = null;
    for (int i = 0; i < count; i++) {
      last = fieldName(last);
      fields.put(last, values.value());
    }
  }

  private String fieldName(@Nullable String last) throws MalformedOperationException {
    int major = in.next();
    if (major != Cbor.TEXT) {
      throw fault(
          OperationFault.FIELD_NAME_NOT_TEXT,
          "expected a field name as text, got " + Cbor.name(major));
    }
    String name = in.text();
    // "strictly ascending by their UTF-8 bytes", p2panda.md 2.3: shorter names do not come first.
    int order = last == null ? -1 : Utf8.ORDER.compare(last, name);
    if (order == 0) {
      throw fault(OperationFault.DUPLICATE_FIELD, "encountered duplicate field key '" + name + "'");
    }
    if (order > 0) {
      throw fault(
          OperationFault.FIELDS_NOT_ASCENDING,
          "encountered unsorted field name: '" + name + "' should be before '" + last + "'");
    }
    return name;
  }

  private static MalformedOperationException fault(OperationFault fault, String message) {
    return new MalformedOperationException(fault, message);
  }
}
