package bambusa.crypto;

import bambusa.bytes.ByteOrder;
import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import java.util.Arrays;

/**
 * A YASMF hash (p2panda.md 1.1), the name of an entry, an operation or a payload.
 *
 * <pre>
 * 00        varu64  type: BLAKE3
 * 20        varu64  length: 32
 * 32 bytes          digest
 * </pre>
 *
 * Ordered by bytes, which is the order of the lower-case hex too.
 */
public final class Hash implements Comparable<Hash> {

  /** Size of the encoding in bytes. */
  public static final int SIZE = 34;

  private static final int TYPE_BLAKE3 = 0x00;
  private static final int DIGEST_SIZE = 32;
  private static final int PREFIX_SIZE = 2;

  private final byte[] bytes;

  private Hash(byte[] owned) {
    this.bytes = owned;
  }

  /** The hash of some content. */
  public static Hash of(byte[] content) {
    byte[] hash = new byte[SIZE];
    hash[1] = DIGEST_SIZE;
    Blake3.hash(content, 0, content.length, hash, PREFIX_SIZE);
    return new Hash(hash);
  }

  /**
   * Reads the 34 bytes of a hash.
   *
   * @throws MalformedException when the bytes are not 34, or not of type BLAKE3 and length 32
   */
  public static Hash fromBytes(byte[] encoded) throws MalformedException {
    if (encoded.length != SIZE) {
      throw new MalformedException("expected a hash of 34 bytes, got " + encoded.length);
    }
    // p2panda.md 1.6, last remark: the reference does not look at the length byte; no encoder
    // writes another.
    if (encoded[0] != TYPE_BLAKE3 || encoded[1] != DIGEST_SIZE) {
      throw new MalformedException(
          "expected a YASMF BLAKE3 hash beginning with 0020, got "
              + Hex.encode(encoded, 0, PREFIX_SIZE));
    }
    return new Hash(encoded.clone());
  }

  /** Reads 68 hex digits of either case. */
  public static Hash parse(String hex) throws MalformedException {
    if (hex.length() != 2 * SIZE) {
      throw new MalformedException("expected a hash of 68 hex digits, got " + hex.length());
    }
    return fromBytes(Hex.decode(hex));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Copies the 34 bytes into an array. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, SIZE);
  }

  @Override
  public int compareTo(Hash other) {
    return ByteOrder.compare(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    // The digest is uniform already; four of its bytes spread as well as all of them.
    return (bytes[2] & 0xff) << 24
        | (bytes[3] & 0xff) << 16
        | (bytes[4] & 0xff) << 8
        | (bytes[5] & 0xff);
  }

  /** 68 lower-case hex digits. */
  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
