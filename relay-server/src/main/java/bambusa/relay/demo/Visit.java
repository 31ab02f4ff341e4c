package bambusa.relay.demo;

import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.relay.client.SchemaDraft;
import bambusa.schema.FieldType;
import bambusa.schema.RelationKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Documents about a visit to a stand: relations, bytes and text. */
final class Visit {

  private static final List<String> NOTES =
      List.of(
          "New shoots, as thick as a thumb.",
          "The oldest culms should go this year.",
          "Wind in the leaves; sat here for an hour.",
          "Rhizomes are under the path again.",
          "Leaves turn yellow at the tips: too dry.",
          "Counted twice, got two numbers.",
          "雨後春筍 – shoots after the rain.");
  private static final int SKETCH_BYTES = 64;

  private final RandomGenerator random;

  Visit(RandomGenerator random) {
    this.random = random;
  }

  static SchemaDraft schema(SchemaId stand) {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    fields.put("note", FieldType.Basic.STR);
    fields.put("sketch", FieldType.Basic.BYTES);
    fields.put("stand", new FieldType.Relation(RelationKind.RELATION, stand));
    fields.put("seen_as", new FieldType.Relation(RelationKind.PINNED_RELATION, stand));
    return new SchemaDraft("bamboo_visit", "What a visitor of the garden noted", fields);
  }

  /** A visit to a stand, as it was described at that time. */
  Map<String, PlainValue> described(DocumentId stand, DocumentViewId seenAs) {
    byte[] sketch = new byte[SKETCH_BYTES];
    random.nextBytes(sketch);
    Map<String, PlainValue> fields = new HashMap<>();
    fields.put("note", note());
    fields.put("sketch", new PlainValue.Bytes(sketch));
    fields.put("stand", new PlainValue.Bytes(stand.operationId().bytes()));
    fields.put("seen_as", new PlainValue.Hashes(seenAs.operationIds()));
    return fields;
  }

  /** What the visitor would rather have noted. */
  Map<String, PlainValue> changed() {
    return Map.of("note", note());
  }

  private PlainValue note() {
    return new PlainValue.Str(Pick.of(NOTES, random));
  }
}
