package bambusa.crypto;

import java.math.BigInteger;

/** edwards25519 as RFC 8032, section 5.1, defines it, with affine points; slow and plain. */
final class ReferenceCurve {

  static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

  static final BigInteger L =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  static final BigInteger ROOT_OF_MINUS_ONE =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

  static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);

  record Point(BigInteger x, BigInteger y) {

    Point plus(Point other) {
      BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
      BigInteger newX = x.multiply(other.y).add(y.multiply(other.x));
      BigInteger newY = y.multiply(other.y).add(x.multiply(other.x));
      return new Point(
          newX.multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
          newY.multiply(BigInteger.ONE.subtract(product).modInverse(P)).mod(P));
    }

    byte[] encode() {
      byte[] encoded = littleEndian(y, 32);
      if (x.testBit(0)) {
        encoded[31] |= (byte) 0x80;
      }
      return encoded;
    }
  }

  private ReferenceCurve() {}

  /** Decodes what is known to be a canonical encoding. */
  static Point decode(byte[] encoded) {
    BigInteger y = unsigned(encoded).clearBit(255);
    BigInteger ySquare = y.multiply(y);
    BigInteger xSquare =
        ySquare
            .subtract(BigInteger.ONE)
            .multiply(D.multiply(ySquare).add(BigInteger.ONE).modInverse(P))
            .mod(P);
    BigInteger x = xSquare.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(xSquare)) {
      x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
    }
    boolean sign = (encoded[31] & 0x80) != 0;
    return new Point(x.testBit(0) == sign ? x : x.negate().mod(P), y);
  }

  static BigInteger unsigned(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }

  static byte[] littleEndian(BigInteger value, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
