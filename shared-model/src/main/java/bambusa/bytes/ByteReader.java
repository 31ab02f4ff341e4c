package bambusa.bytes;

import java.util.Arrays;

/** Reads a byte array from front to back and never past its end. One reader serves one thread. */
public final class ByteReader {

  private final byte[] bytes;
  private final int end;
  private int position;

  /** Reads the array as it is: the caller must not change it meanwhile. */
  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  public ByteReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  /** Index of the next byte in the array. */
  public int position() {
    return position;
  }

  public int remaining() {
    return end - position;
  }

  /** The next byte, 0…255. */
  public int octet() throws MalformedException {
    require(1);
    return bytes[position++] & 0xff;
  }

  /** The next byte without moving past it, or -1 at the end. */
  public int peek() {
    return position < end ? bytes[position] & 0xff : -1;
  }

  public byte[] bytes(int length) throws MalformedException {
    require(length);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  public void skip(int length) throws MalformedException {
    require(length);
    position += length;
  }

  public long varU64() throws MalformedException {
    return VarU64.read(this);
  }

  /** Refuses what is left over: no encoding of ours is followed by anything. */
  public void expectEnd() throws MalformedException {
    if (position != end) {
      throw new MalformedException("expected the end, got " + remaining() + " more bytes");
    }
  }

  private void require(int length) throws MalformedException {
    if (length < 0 || length > end - position) {
      throw new MalformedException("expected " + length + " more bytes, got " + remaining());
    }
  }
}
