package bambusa.crypto;

/**
 * The unkeyed 32-byte BLAKE3 hash of bytes that are all at hand (BLAKE3 paper, section 2). Holds
 * nothing between calls, so any thread may call it.
 *
 * <p>Lengths fit an int, hence so do chunk numbers; the upper word of BLAKE3's counter stays 0.
 */
public final class Blake3 {

  /** Size of a hash in bytes. */
  public static final int HASH_BYTES = 32;

  private static final int BLOCK_BYTES = 64;
  private static final int CHUNK_BYTES = 1024;
  private static final int ROUNDS = 7;

  private static final int CHUNK_START = 1;
  private static final int CHUNK_END = 2;
  private static final int PARENT = 4;
  private static final int ROOT = 8;

  private static final int IV0 = 0x6a09e667;
  private static final int IV1 = 0xbb67ae85;
  private static final int IV2 = 0x3c6ef372;
  private static final int IV3 = 0xa54ff53a;
  private static final int IV4 = 0x510e527f;
  private static final int IV5 = 0x9b05688c;
  private static final int IV6 = 0x1f83d9ab;
  private static final int IV7 = 0x5be0cd19;

  /** 2^21 chunks hold more than an array can. */
  private static final int MAX_TREE_DEPTH = 21;

  /** The chaining value: of the block before, in the end the hash. */
  private final int[] chain = new int[8];

  private final int[] block = new int[16];

  private Blake3() {}

  /** The hash of the bytes. */
  public static byte[] hash(byte[] bytes) {
    byte[] hash = new byte[HASH_BYTES];
    hash(bytes, 0, bytes.length, hash, 0);
    return hash;
  }

  /** Writes the hash of a range of bytes to {@code out}. */
  public static void hash(byte[] bytes, int offset, int length, byte[] out, int outOffset) {
    Blake3 blake3 = new Blake3();
    if (length <= CHUNK_BYTES) {
      blake3.hashChunk(bytes, offset, length, 0, ROOT);
    } else {
      blake3.hashTree(bytes, offset, length);
    }
    for (int i = 0; i < HASH_BYTES; i++) {
      out[outOffset + i] = (byte) (blake3.chain[i >> 2] >>> (8 * (i & 3)));
    }
  }

  /**
   * Every subtree to the left is full, so the subtrees that wait for their right sibling are the
   * one bits of the number of chunks read so far (BLAKE3 paper, section 5.1.2).
   */
  private void hashTree(byte[] bytes, int offset, int length) {
    int[] waiting = new int[8 * MAX_TREE_DEPTH];
    int depth = 0;
    int chunk = 0;
    int at = offset;
    int end = offset + length;
    for (; end - at > CHUNK_BYTES; at += CHUNK_BYTES) {
      hashChunk(bytes, at, CHUNK_BYTES, chunk, 0);
      chunk++;
      for (int full = chunk; (full & 1) == 0; full >>>= 1) {
        depth--;
        hashParent(waiting, 8 * depth, 0);
      }
      System.arraycopy(chain, 0, waiting, 8 * depth, 8);
      depth++;
    }
    hashChunk(bytes, at, end - at, chunk, 0);
    while (depth > 0) {
      depth--;
      hashParent(waiting, 8 * depth, depth == 0 ? ROOT : 0);
    }
  }

  /** The left child waits in an array, the right one is the chaining value. */
  private void hashParent(int[] waiting, int left, int rootFlag) {
    System.arraycopy(waiting, left, block, 0, 8);
    System.arraycopy(chain, 0, block, 8, 8);
    startChain();
    compress(0, BLOCK_BYTES, PARENT | rootFlag);
  }

  private void hashChunk(byte[] bytes, int offset, int length, int chunk, int rootFlag) {
    startChain();
    int startFlag = CHUNK_START;
    int at = offset;
    int end = offset + length;
    for (; end - at > BLOCK_BYTES; at += BLOCK_BYTES) {
      readBlock(bytes, at);
      compress(chunk, BLOCK_BYTES, startFlag);
      startFlag = 0;
    }
    readLastBlock(bytes, at, end - at);
    compress(chunk, end - at, startFlag | CHUNK_END | rootFlag);
  }

  private void readBlock(byte[] bytes, int offset) {
    for (int i = 0, at = offset; i < 16; i++, at += 4) {
      block[i] =
          (bytes[at] & 0xff)
              | (bytes[at + 1] & 0xff) << 8
              | (bytes[at + 2] & 0xff) << 16
              | bytes[at + 3] << 24;
    }
  }

  /** A block that may be short is filled with zeros. */
  private void readLastBlock(byte[] bytes, int offset, int length) {
    if (length == BLOCK_BYTES) {
      readBlock(bytes, offset);
      return;
    }
    for (int i = 0; i < 16; i++) {
      block[i] = 0;
    }
    for (int i = 0; i < length; i++) {
      block[i >> 2] |= (bytes[offset + i] & 0xff) << (8 * (i & 3));
    }
  }

  private void startChain() {
    chain[0] = IV0;
    chain[1] = IV1;
    chain[2] = IV2;
    chain[3] = IV3;
    chain[4] = IV4;
    chain[5] = IV5;
    chain[6] = IV6;
    chain[7] = IV7;
  }

  /**
   * The compression function (BLAKE3 paper, section 2.2) without the half of its output that only
   * longer hashes need.
   *
   * <p>Long, because state and message are local variables: with arrays it is two fifths slower on
   * the JVM, and a method for the quarter round could not return the four words it changes. The
   * rounds are a loop all the same, which moves the message words: a third faster than seven rounds
   * written out, whose code is seven times as long.
   */
  private void compress(int counter, int blockLength, int flags) {
    int m0 = block[0];
    int m1 = block[1];
    int m2 = block[2];
    int m3 = block[3];
    int m4 = block[4];
    int m5 = block[5];
    int m6 = block[6];
    int m7 = block[7];
    int m8 = block[8];
    int m9 = block[9];
    int m10 = block[10];
    int m11 = block[11];
    int m12 = block[12];
    int m13 = block[13];
    int m14 = block[14];
    int m15 = block[15];
    int v0 = chain[0];
    int v1 = chain[1];
    int v2 = chain[2];
    int v3 = chain[3];
    int v4 = chain[4];
    int v5 = chain[5];
    int v6 = chain[6];
    int v7 = chain[7];
    int v8 = IV0;
    int v9 = IV1;
    int v10 = IV2;
    int v11 = IV3;
    int v12 = counter;
    int v13 = 0;
    int v14 = blockLength;
    int v15 = flags;
    for (int round = 0; round < ROUNDS; round++) {
      // Columns.
      v0 += v4 + m0;
      v12 = rotateRight(v12 ^ v0, 16);
      v8 += v12;
      v4 = rotateRight(v4 ^ v8, 12);
      v0 += v4 + m1;
      v12 = rotateRight(v12 ^ v0, 8);
      v8 += v12;
      v4 = rotateRight(v4 ^ v8, 7);
      v1 += v5 + m2;
      v13 = rotateRight(v13 ^ v1, 16);
      v9 += v13;
      v5 = rotateRight(v5 ^ v9, 12);
      v1 += v5 + m3;
      v13 = rotateRight(v13 ^ v1, 8);
      v9 += v13;
      v5 = rotateRight(v5 ^ v9, 7);
      v2 += v6 + m4;
      v14 = rotateRight(v14 ^ v2, 16);
      v10 += v14;
      v6 = rotateRight(v6 ^ v10, 12);
      v2 += v6 + m5;
      v14 = rotateRight(v14 ^ v2, 8);
      v10 += v14;
      v6 = rotateRight(v6 ^ v10, 7);
      v3 += v7 + m6;
      v15 = rotateRight(v15 ^ v3, 16);
      v11 += v15;
      v7 = rotateRight(v7 ^ v11, 12);
      v3 += v7 + m7;
      v15 = rotateRight(v15 ^ v3, 8);
      v11 += v15;
      v7 = rotateRight(v7 ^ v11, 7);
      // Diagonals.
      v0 += v5 + m8;
      v15 = rotateRight(v15 ^ v0, 16);
      v10 += v15;
      v5 = rotateRight(v5 ^ v10, 12);
      v0 += v5 + m9;
      v15 = rotateRight(v15 ^ v0, 8);
      v10 += v15;
      v5 = rotateRight(v5 ^ v10, 7);
      v1 += v6 + m10;
      v12 = rotateRight(v12 ^ v1, 16);
      v11 += v12;
      v6 = rotateRight(v6 ^ v11, 12);
      v1 += v6 + m11;
      v12 = rotateRight(v12 ^ v1, 8);
      v11 += v12;
      v6 = rotateRight(v6 ^ v11, 7);
      v2 += v7 + m12;
      v13 = rotateRight(v13 ^ v2, 16);
      v8 += v13;
      v7 = rotateRight(v7 ^ v8, 12);
      v2 += v7 + m13;
      v13 = rotateRight(v13 ^ v2, 8);
      v8 += v13;
      v7 = rotateRight(v7 ^ v8, 7);
      v3 += v4 + m14;
      v14 = rotateRight(v14 ^ v3, 16);
      v9 += v14;
      v4 = rotateRight(v4 ^ v9, 12);
      v3 += v4 + m15;
      v14 = rotateRight(v14 ^ v3, 8);
      v9 += v14;
      v4 = rotateRight(v4 ^ v9, 7);
      // The message permutation, as its two cycles.
      int first = m0;
      m0 = m2;
      m2 = m3;
      m3 = m10;
      m10 = m12;
      m12 = m9;
      m9 = m11;
      m11 = m5;
      m5 = first;
      int second = m1;
      m1 = m6;
      m6 = m4;
      m4 = m7;
      m7 = m13;
      m13 = m14;
      m14 = m15;
      m15 = m8;
      m8 = second;
    }
    chain[0] = v0 ^ v8;
    chain[1] = v1 ^ v9;
    chain[2] = v2 ^ v10;
    chain[3] = v3 ^ v11;
    chain[4] = v4 ^ v12;
    chain[5] = v5 ^ v13;
    chain[6] = v6 ^ v14;
    chain[7] = v7 ^ v15;
  }

  private static int rotateRight(int word, int bits) {
    return word >>> bits | word << (32 - bits);
  }
}
