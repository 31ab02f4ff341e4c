package bambusa.leecher.page;

/** Short forms of the long names that keys, hashes and schemas have. */
final class Names {
  /** The last characters of a hash tell it apart; its first four are always 0020. */
  private static final int SHORT_LENGTH = 8;

  /** An operation id as text. */
  private static final int HASH_LENGTH = 68;

  private Names() {}

  /** The beginning of an author's public key. */
  static String author(String publicKey) {
    return publicKey.length() <= SHORT_LENGTH ? publicKey : publicKey.substring(0, SHORT_LENGTH);
  }

  /** The end of a hash. */
  static String hash(String hash) {
    return hash.length() <= SHORT_LENGTH ? hash : hash.substring(hash.length() - SHORT_LENGTH);
  }

  /**
   * The name that the author of a schema gave it; of a system schema all of its id. Schema ids: the
   * name, then {@code _v1} or one or more {@code _<operation id>}; the name itself may hold
   * underscores.
   */
  static String schema(String schemaId) {
    String name = schemaId;
    int mark = name.lastIndexOf('_');
    while (mark > 0 && name.length() - mark - 1 == HASH_LENGTH) {
      name = name.substring(0, mark);
      mark = name.lastIndexOf('_');
    }
    return name;
  }

  /** What tells a schema from another of the same name; empty for a system schema. */
  static String schemaSuffix(String schemaId) {
    return schema(schemaId).length() == schemaId.length() ? "" : hash(schemaId);
  }

  /**
   * One of eight, the same for the same author everywhere: a colour to recognise an author by,
   * beside the key and never instead of it.
   */
  static int hue(String publicKey) {
    int sum = 0;
    for (int i = 0; i < Math.min(publicKey.length(), SHORT_LENGTH); i++) {
      sum = sum * 31 + publicKey.charAt(i);
    }
    return (sum >>> 4) & 7;
  }
}
