package bambusa.relay.storage;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import java.security.SecureRandom;
import java.util.Arrays;

/** Names a store: random, drawn when the store is made, kept with it (replication.md 2). */
public final class StoreId {

  /** Size in bytes. */
  public static final int SIZE = 16;

  private final byte[] bytes;

  private StoreId(byte[] owned) {
    this.bytes = owned;
  }

  static StoreId draw(SecureRandom random) {
    byte[] bytes = new byte[SIZE];
    random.nextBytes(bytes);
    return new StoreId(bytes);
  }

  /**
   * Reads the 16 bytes of an id.
   *
   * @throws MalformedException when the bytes are not 16
   */
  public static StoreId fromBytes(byte[] bytes) throws MalformedException {
    if (bytes.length != SIZE) {
      throw new MalformedException("expected a store id of 16 bytes, got " + bytes.length);
    }
    return new StoreId(bytes.clone());
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 32 lower-case hex digits. */
  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
