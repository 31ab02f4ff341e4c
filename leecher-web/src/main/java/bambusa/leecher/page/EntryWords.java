package bambusa.leecher.page;

/** The parts of an entry, and the reasons to trust it, in words. */
final class EntryWords {

  private EntryWords() {}

  /** A claim that is not known here is shown as the worker names it. */
  static String claim(String claim) {
    return switch (claim) {
      case "signature" -> "Signed by the author";
      case "payloadHash" -> "The operation is the one that was signed";
      case "payloadSize" -> "The operation has the signed size";
      case "backlink" -> "Follows the entry before it";
      case "skiplink" -> "Skips back to the entry it must";
      case "path" -> "Leads back to entry 1 of this log";
      case "schema" -> "Fits its schema";
      case "document" -> "Belongs to the document of this log";
      default -> claim;
    };
  }

  /** A field of an entry. */
  static String field(String part) {
    return switch (part) {
      case "tag" -> "Tag";
      case "publicKey" -> "Author";
      case "logId" -> "Log id";
      case "seqNum" -> "Seq num";
      case "skiplink" -> "Skiplink";
      case "backlink" -> "Backlink";
      case "payloadSize" -> "Payload size";
      case "payloadHash" -> "Payload hash";
      case "signature" -> "Signature";
      default -> part;
    };
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
}
