package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.log.Entry;
import bambusa.operation.Operation;

/** A decoded entry whose signature holds. Made by {@link EntryVerifier} alone. */
public final class VerifiedEntry {

  private final DecodedEntry decoded;

  VerifiedEntry(DecodedEntry decoded) {
    this.decoded = decoded;
  }

  public DecodedEntry decoded() {
    return decoded;
  }

  public Entry entry() {
    return decoded.entry();
  }

  public Operation operation() {
    return decoded.operation();
  }

  public Hash hash() {
    return decoded.hash();
  }
}
