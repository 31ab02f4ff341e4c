package bambusa.relay.storage;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;

/**
 * How far an asker has come in the order of arrival of one store (replication.md 2, "Arrival
 * index"). Opaque to the asker.
 *
 * <pre>
 * text form: store id, 32 hex digits | '-' | arrival index, decimal without sign or leading zeros
 * </pre>
 *
 * @param arrival of the last entry or proof seen; 0 for none
 */
public record ReplicationCursor(StoreId storeId, long arrival) {

  private static final int STORE_ID_DIGITS = 2 * StoreId.SIZE;

  /** Of a u64: other nodes may count as far, and theirs must read as foreign, not as malformed. */
  private static final int MAX_DIGITS = 20;

  /** Refuses a negative arrival index. */
  public ReplicationCursor {
    if (arrival < 0) {
      throw new IllegalArgumentException("arrival index " + arrival + " < 0");
    }
  }

  /** Reads the text form. */
  public static ReplicationCursor parse(String text) throws MalformedException {
    int digits = text.length() - STORE_ID_DIGITS - 1;
    if (digits < 1 || digits > MAX_DIGITS || text.charAt(STORE_ID_DIGITS) != '-') {
      throw new MalformedException("expected a replication cursor as a node gave it out");
    }
    StoreId storeId = StoreId.fromBytes(Hex.decode(text.substring(0, STORE_ID_DIGITS)));
    long arrival = 0;
    for (int i = STORE_ID_DIGITS + 1; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        throw new MalformedException("expected a decimal arrival index in a replication cursor");
      }
      boolean fits = arrival <= (Long.MAX_VALUE - 9) / 10;
      arrival = fits ? 10 * arrival + digit - '0' : Long.MAX_VALUE;
    }
    if (digits > 1 && text.charAt(STORE_ID_DIGITS + 1) == '0') {
      throw new MalformedException("expected no leading zeros in a replication cursor");
    }
    return new ReplicationCursor(storeId, arrival);
  }

  /** The text form. */
  @Override
  public String toString() {
    return storeId + "-" + arrival;
  }
}
