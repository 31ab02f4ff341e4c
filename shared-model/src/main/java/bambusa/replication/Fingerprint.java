package bambusa.replication;

import bambusa.bytes.ByteWriter;
import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Blake3;
import bambusa.log.LogKey;
import java.util.Arrays;

/**
 * Stands for a set of logs with their heights (replication.md 2, "logRanges"): the sum modulo 2^256
 * of BLAKE3(public key ‖ log id ‖ varu64(height)). Adding and taking away a log costs the same
 * whatever the size of the set.
 */
public final class Fingerprint {

  /** Size in bytes. */
  public static final int SIZE = 32;

  /** Of the empty set. */
  public static final Fingerprint ZERO = new Fingerprint(new int[8]);

  private static final long WORD = 0xffffffffL;

  /** Least significant first. */
  private final int[] words;

  private Fingerprint(int[] owned) {
    this.words = owned;
  }

  /**
   * Of one log.
   *
   * @param height unsigned
   */
  public static Fingerprint of(LogKey log, long height) {
    return of(LogBound.of(log).bytes(), 0, height);
  }

  /** Of the log whose key stands at an offset of an array. */
  static Fingerprint of(byte[] keys, int offset, long height) {
    ByteWriter content = new ByteWriter(64).bytes(keys, offset, LogBound.SIZE).varU64(height);
    return fromBytes(Blake3.hash(content.toBytes()));
  }

  /** Reads 64 hex digits of either case, most significant first. */
  public static Fingerprint parse(String hex) throws MalformedException {
    byte[] bytes = Hex.decode(hex);
    if (bytes.length != SIZE) {
      throw new MalformedException("expected a fingerprint of 64 hex digits, got " + hex.length());
    }
    return fromBytes(bytes);
  }

  private static Fingerprint fromBytes(byte[] bigEndian) {
    int[] words = new int[8];
    for (int i = 0; i < SIZE; i++) {
      words[7 - i / 4] = words[7 - i / 4] << 8 | bigEndian[i] & 0xff;
    }
    return new Fingerprint(words);
  }

  public Fingerprint plus(Fingerprint other) {
    int[] sum = new int[8];
    long carry = 0;
    for (int i = 0; i < 8; i++) {
      carry += (words[i] & WORD) + (other.words[i] & WORD);
      sum[i] = (int) carry;
      carry >>>= 32;
    }
    return new Fingerprint(sum);
  }

  public Fingerprint minus(Fingerprint other) {
    int[] difference = new int[8];
    long borrow = 0;
    for (int i = 0; i < 8; i++) {
      borrow += (words[i] & WORD) - (other.words[i] & WORD);
      difference[i] = (int) borrow;
      borrow >>= 32;
    }
    return new Fingerprint(difference);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint fingerprint && Arrays.equals(words, fingerprint.words);
  }

  @Override
  public int hashCode() {
    return words[0];
  }

  /** 64 lower-case hex digits, most significant first. */
  @Override
  public String toString() {
    ByteWriter bytes = new ByteWriter(SIZE);
    for (int i = 7; i >= 0; i--) {
      bytes.bigEndian(words[i] & WORD, 4);
    }
    return Hex.encode(bytes.toBytes());
  }
}
