package bambusa.log;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import java.util.Arrays;

/**
 * Bytes that claim to be a signed Bamboo entry. Kept as received, since hashes cover them; never
 * encoded again.
 */
public final class EncodedEntry {

  /**
   * Largest size of an entry in bytes: both links, three numbers of nine bytes (p2panda.md 1.2, two
   * of them larger).
   */
  public static final int MAX_SIZE = 1 + 32 + 3 * 9 + 3 * 34 + 64;

  private final byte[] bytes;

  /** Copies the bytes. */
  public EncodedEntry(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** Reads hex digits of either case, any number of bytes. */
  public static EncodedEntry parse(String hex) throws MalformedException {
    return new EncodedEntry(Hex.decode(hex));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Size in bytes. */
  public int size() {
    return bytes.length;
  }

  /** For the neighbours that read without changing: no copy. */
  byte[] shared() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedEntry entry && Arrays.equals(bytes, entry.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hex. */
  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
