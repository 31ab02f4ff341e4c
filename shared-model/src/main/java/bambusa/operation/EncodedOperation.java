package bambusa.operation;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that claim to be an operation. Kept and forwarded as received and never encoded again,
 * since hashes cover them (p2panda.md 0).
 */
public final class EncodedOperation {

  private final byte[] bytes;

  /** Computed when first asked for; two threads that race compute the same. */
  private @Nullable Hash hash;

  /** Copies the bytes. */
  public EncodedOperation(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** Reads hex digits of either case, any number of bytes. */
  public static EncodedOperation parse(String hex) throws MalformedException {
    return new EncodedOperation(Hex.decode(hex));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Size in bytes. */
  public int size() {
    return bytes.length;
  }

  /**
   * The hash that an entry names as its payload hash. It is not the operation id (p2panda.md 1.1).
   */
  public Hash hash() {
    Hash known = hash;
    if (known == null) {
      known = Hash.of(bytes);
      hash = known;
    }
    return known;
  }

  /** For the neighbours that read without changing: no copy. */
  byte[] shared() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedOperation operation && Arrays.equals(bytes, operation.bytes);
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
