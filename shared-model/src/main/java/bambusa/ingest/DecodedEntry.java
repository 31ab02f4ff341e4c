package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.log.Entry;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;

/**
 * An entry and the operation it carries, both decoded; payload hash and size hold. Made by {@link
 * EntryDecoding} alone.
 */
public final class DecodedEntry {

  private final Entry entry;
  private final Operation operation;
  private final EncodedOperation encodedOperation;

  DecodedEntry(Entry entry, Operation operation, EncodedOperation encodedOperation) {
    this.entry = entry;
    this.operation = operation;
    this.encodedOperation = encodedOperation;
  }

  public Entry entry() {
    return entry;
  }

  public Operation operation() {
    return operation;
  }

  public EncodedOperation encodedOperation() {
    return encodedOperation;
  }

  /** The entry's hash, which is the operation's id as well. */
  public Hash hash() {
    return entry.hash();
  }
}
