package bambusa.leecher.page;

/**
 * The fields of an entry, and the reasons to trust it, in words. Tables, because a switch over
 * texts weighs ten times as much.
 */
final class EntryWords {
  /**
   * The fields of an entry as the worker names them, in the order in which an entry carries them.
   */
  private static final String[] FIELDS = {
    "tag",
    "publicKey",
    "logId",
    "seqNum",
    "skiplink",
    "backlink",
    "payloadSize",
    "payloadHash",
    "signature"
  };

  private static final String[] FIELD_TITLES = {
    "Tag",
    "Author",
    "Log id",
    "Seq num",
    "Skiplink",
    "Backlink",
    "Payload size",
    "Payload hash",
    "Signature"
  };

  private static final String[] CLAIMS = {
    "signature", "payloadHash", "payloadSize", "backlink", "skiplink", "path", "schema", "document"
  };

  private static final String[] CLAIM_SENTENCES = {
    "Signed by the author",
    "The operation is the one that was signed",
    "The operation has the signed size",
    "Follows the entry before it",
    "Skips back to the entry it must",
    "Leads back to entry 1 of this log",
    "Fits its schema",
    "Belongs to the document of this log"
  };

  private EntryWords() {}

  /** A field that is not known here is shown as the worker names it. */
  static String field(String name) {
    return chosen(name, FIELDS, FIELD_TITLES, name);
  }

  /**
   * The value of a field, out of those of all nine in their order; empty for a field that is not
   * known here.
   */
  static String value(String name, String... values) {
    return chosen(name, FIELDS, values, "");
  }

  /** A claim that is not known here is shown as the worker names it. */
  static String claim(String claim) {
    return chosen(claim, CLAIMS, CLAIM_SENTENCES, claim);
  }

  /**
   * Why an entry was refused: WRONG_BACKLINK becomes "Wrong backlink", what is in words already
   * stays.
   */
  static String reason(String name) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (letter >= 'a' && letter <= 'z') {
        return name;
      }
      boolean lower = i > 0 && letter >= 'A' && letter <= 'Z';
      words.append(lower ? (char) (letter - 'A' + 'a') : letter == '_' ? ' ' : letter);
    }
    return words.toString();
  }

  private static String chosen(String key, String[] keys, String[] words, String otherwise) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return words[i];
      }
    }
    return otherwise;
  }
}
