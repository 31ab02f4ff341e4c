package bambusa.schema;

/** Names of the fields of system schemas (p2panda.md 3.2). */
final class SystemFields {

  static final String NAME = "name";
  static final String DESCRIPTION = "description";
  static final String FIELDS = "fields";
  static final String TYPE = "type";
  static final String LENGTH = "length";
  static final String MIME_TYPE = "mime_type";
  static final String PIECES = "pieces";
  static final String DATA = "data";

  private SystemFields() {}
}
