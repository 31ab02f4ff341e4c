package bambusa.schema;

import bambusa.operation.SchemaId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schemas that are part of the protocol, so that others and files can be described by documents
 * (p2panda.md 3.2).
 */
public final class SystemSchemas {

  /** Describes an application schema. */
  public static final Schema SCHEMA_DEFINITION =
      new Schema(
          SchemaId.SCHEMA_DEFINITION,
          "A schema that documents can have",
          Map.of(
              SystemFields.NAME, FieldType.Basic.STR,
              SystemFields.DESCRIPTION, FieldType.Basic.STR,
              SystemFields.FIELDS, pinnedList(SchemaId.SCHEMA_FIELD_DEFINITION)));

  /** Describes one field of an application schema. */
  public static final Schema SCHEMA_FIELD_DEFINITION =
      new Schema(
          SchemaId.SCHEMA_FIELD_DEFINITION,
          "A field of a schema",
          Map.of(SystemFields.NAME, FieldType.Basic.STR, SystemFields.TYPE, FieldType.Basic.STR));

  /** A file, cut into pieces. */
  public static final Schema BLOB =
      new Schema(
          SchemaId.BLOB,
          "A file",
          Map.of(
              SystemFields.LENGTH, FieldType.Basic.INT,
              SystemFields.MIME_TYPE, FieldType.Basic.STR,
              SystemFields.PIECES, pinnedList(SchemaId.BLOB_PIECE)));

  /** A piece of a file. */
  public static final Schema BLOB_PIECE =
      new Schema(
          SchemaId.BLOB_PIECE,
          "A piece of a file",
          Map.of(SystemFields.DATA, FieldType.Basic.BYTES));

  private static final List<Schema> ALL =
      List.of(SCHEMA_DEFINITION, SCHEMA_FIELD_DEFINITION, BLOB, BLOB_PIECE);

  private SystemSchemas() {}

  /**
   * The system schema of this id; there is none for an application, nor for versions that have no
   * definition.
   */
  public static Optional<Schema> find(SchemaId id) {
    for (Schema schema : ALL) {
      if (schema.id().equals(id)) {
        return Optional.of(schema);
      }
    }
    return Optional.empty();
  }

  private static FieldType pinnedList(SchemaId target) {
    return new FieldType.Relation(RelationKind.PINNED_RELATION_LIST, target);
  }
}
