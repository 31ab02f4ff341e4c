package bambusa.document;

import bambusa.bytes.Utf8;
import bambusa.crypto.Hash;
import bambusa.operation.Action;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Applies operations in order (p2panda.md 4.4).
 *
 * @param fields those last written; none when deleted
 * @param deleted whether a DELETE was among the operations, wherever
 */
record Reduction(SortedMap<String, DocumentField> fields, boolean deleted) {

  static Reduction of(List<Hash> order, Map<Hash, Operation> operations) {
    SortedMap<String, DocumentField> fields = new TreeMap<>(Utf8.ORDER);
    for (Hash id : order) {
      Operation operation = operations.get(id);
      if (operation == null) {
        throw new IllegalArgumentException("expected operation " + id);
      }
      // "any DELETE anywhere in the graph deletes the document": the rule up to p2panda-rs 0.7.1.
      // That of 0.8 leaves a
      // document at its previous view for ever when an UPDATE is concurrent.
      if (operation.action() == Action.DELETE) {
        return new Reduction(new TreeMap<>(Utf8.ORDER), true);
      }
      for (Map.Entry<String, PlainValue> field : operation.fields().entrySet()) {
        fields.put(field.getKey(), new DocumentField(field.getValue(), id));
      }
    }
    return new Reduction(fields, false);
  }

  boolean isEditedAfter(Hash create) {
    if (deleted) {
      return true;
    }
    for (DocumentField field : fields.values()) {
      if (!field.operationId().equals(create)) {
        return true;
      }
    }
    return false;
  }
}
