package bambusa.crypto;

import bambusa.bytes.ByteOrder;
import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import java.util.Arrays;

/**
 * An author's Ed25519 public key, 32 bytes. That the bytes are a curve point is not checked here
 * but by whoever decodes an entry or an argument ({@link #isCurvePoint}), since it costs as much as
 * a tenth of a signature.
 */
public final class PublicKey implements Comparable<PublicKey> {

  /** Size in bytes. */
  public static final int SIZE = 32;

  private final byte[] bytes;
  private final int hashCode;

  private PublicKey(byte[] owned) {
    this.bytes = owned;
    this.hashCode = Arrays.hashCode(owned);
  }

  /**
   * Reads the 32 bytes of a key.
   *
   * @throws MalformedException when the bytes are not 32
   */
  public static PublicKey fromBytes(byte[] bytes) throws MalformedException {
    if (bytes.length != SIZE) {
      throw new MalformedException("expected a public key of 32 bytes, got " + bytes.length);
    }
    return new PublicKey(bytes.clone());
  }

  /** Reads 64 hex digits of either case. */
  public static PublicKey parse(String hex) throws MalformedException {
    if (hex.length() != 2 * SIZE) {
      throw new MalformedException("expected a public key of 64 hex digits, got " + hex.length());
    }
    return fromBytes(Hex.decode(hex));
  }

  /** Whether the bytes are the canonical encoding of a point on the curve. */
  public boolean isCurvePoint() {
    return Ed25519.isCurvePoint(bytes, 0);
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(PublicKey other) {
    return ByteOrder.compare(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return hashCode;
  }

  /** 64 lower-case hex digits. */
  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
