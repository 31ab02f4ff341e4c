package bambusa.operation;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;

/**
 * Names a document: the id of the operation that created it.
 *
 * @param operationId of the CREATE
 */
public record DocumentId(Hash operationId) implements Comparable<DocumentId> {

  /** Reads 68 hex digits of either case. */
  public static DocumentId parse(String hex) throws MalformedException {
    return new DocumentId(Hash.parse(hex));
  }

  @Override
  public int compareTo(DocumentId other) {
    return operationId.compareTo(other.operationId);
  }

  /** 68 lower-case hex digits. */
  @Override
  public String toString() {
    return operationId.toString();
  }
}
