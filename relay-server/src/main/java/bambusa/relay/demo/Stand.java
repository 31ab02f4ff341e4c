package bambusa.relay.demo;

import bambusa.operation.PlainValue;
import bambusa.relay.client.SchemaDraft;
import bambusa.schema.FieldType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Documents about a stand of bamboo: text, numbers and a truth value. */
final class Stand {

  private static final List<String> PLACES =
      List.of(
          "at the gate", "by the pond", "behind the tea house", "along the wall", "on the slope");
  private static final List<String> SPECIES =
      List.of(
          "Phyllostachys aurea",
          "Phyllostachys nigra",
          "Phyllostachys bambusoides",
          "Fargesia murielae",
          "Bambusa vulgaris",
          "Sasa palmata");
  private static final int MAX_CULMS = 400;
  private static final double MAX_HEIGHT_METRES = 20;

  private final RandomGenerator random;

  Stand(RandomGenerator random) {
    this.random = random;
  }

  static SchemaDraft schema() {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    fields.put("name", FieldType.Basic.STR);
    fields.put("culms", FieldType.Basic.INT);
    fields.put("height", FieldType.Basic.FLOAT);
    fields.put("flowering", FieldType.Basic.BOOL);
    return new SchemaDraft("bamboo_stand", "A stand of bamboo in the garden", fields);
  }

  /** A stand that nobody has described. */
  Map<String, PlainValue> described() {
    Map<String, PlainValue> fields = new HashMap<>();
    fields.put(
        "name", new PlainValue.Str(Pick.of(SPECIES, random) + " " + Pick.of(PLACES, random)));
    fields.put("culms", culms());
    fields.put("height", height());
    fields.put("flowering", new PlainValue.Bool(false));
    return fields;
  }

  /** What somebody saw on another day. */
  Map<String, PlainValue> changed() {
    Map<String, PlainValue> fields = new HashMap<>();
    fields.put("culms", culms());
    if (random.nextBoolean()) {
      fields.put("height", height());
    }
    if (random.nextInt(4) == 0) {
      fields.put("flowering", new PlainValue.Bool(random.nextBoolean()));
    }
    return fields;
  }

  private PlainValue culms() {
    return new PlainValue.Int(random.nextInt(1, MAX_CULMS));
  }

  /** In metres, to the decimetre. */
  private PlainValue height() {
    return new PlainValue.Float(Math.rint(random.nextDouble(MAX_HEIGHT_METRES) * 10) / 10);
  }
}
