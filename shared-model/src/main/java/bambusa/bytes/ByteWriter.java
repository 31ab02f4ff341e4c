package bambusa.bytes;

import java.util.Arrays;

/** A growing byte array. One writer serves one thread. */
public final class ByteWriter {

  private static final int INITIAL_CAPACITY_BYTES = 256;

  private byte[] bytes;
  private int size;

  public ByteWriter() {
    this(INITIAL_CAPACITY_BYTES);
  }

  public ByteWriter(int capacityBytes) {
    bytes = new byte[capacityBytes];
  }

  public int size() {
    return size;
  }

  /** Appends the low eight bits. */
  public ByteWriter octet(int octet) {
    grow(1);
    bytes[size++] = (byte) octet;
    return this;
  }

  public ByteWriter bytes(byte[] source) {
    return bytes(source, 0, source.length);
  }

  public ByteWriter bytes(byte[] source, int offset, int length) {
    grow(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  public ByteWriter varU64(long value) {
    VarU64.write(value, this);
    return this;
  }

  /** Appends the low {@code length} bytes of a number, big-endian. */
  public ByteWriter bigEndian(long value, int length) {
    for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
      octet((int) (value >>> shift));
    }
    return this;
  }

  /** A copy of what was written so far. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void grow(int length) {
    int needed = Math.addExact(size, length);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
  }
}
