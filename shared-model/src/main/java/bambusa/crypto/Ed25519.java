package bambusa.crypto;

import java.util.Arrays;

/**
 * Verification of a single Ed25519 signature under the one rule of replication.md 6: lengths 32 and
 * 64; S below L; A and R canonical encodings of curve points; A not of small order; 8(S·B − R −
 * h·A) = 0. {@link BatchVerifier} gives the same verdicts, several times faster.
 *
 * <p>Any thread may call it. It knows no secrets, so that timing tells nothing.
 */
public final class Ed25519 {

  /** Size of a public key in bytes. */
  public static final int PUBLIC_KEY_BYTES = 32;

  /** Size of a signature in bytes. */
  public static final int SIGNATURE_BYTES = 64;

  /** −B: with it the equation is a sum, S·(−B) + R + h·A. */
  static final AffinePoint MINUS_B = minusB();

  private static final int DIGIT_WIDTH = 4;
  private static final int DIGITS = Scalar.digitCount(Scalar.BITS, DIGIT_WIDTH);
  private static final EdwardsPoint[] MULTIPLES_OF_MINUS_B = multiples(new EdwardsCurve(), MINUS_B);

  private Ed25519() {}

  /** Whether 32 bytes are the canonical encoding of a curve point. */
  public static boolean isCurvePoint(byte[] bytes, int offset) {
    return new EdwardsCurve().decode(bytes, offset, new AffinePoint());
  }

  /** Whether a signature is valid; false too for wrong lengths. */
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return publicKey.length == PUBLIC_KEY_BYTES
        && signature.length == SIGNATURE_BYTES
        && verify(publicKey, 0, message, 0, message.length, signature, 0);
  }

  /** Whether a signature of 64 bytes by a key of 32 bytes is valid. */
  public static boolean verify(
      byte[] publicKey,
      int publicKeyOffset,
      byte[] message,
      int messageOffset,
      int messageLength,
      byte[] signature,
      int signatureOffset) {
    EdwardsCurve curve = new EdwardsCurve();
    return new SignatureReader(curve)
        .read(
            new AuthorKey(curve, publicKey, publicKeyOffset),
            message,
            messageOffset,
            messageLength,
            signature,
            signatureOffset)
        .filter(equation -> holds(equation, curve))
        .isPresent();
  }

  /** Both products digit by digit from the left, sharing the doublings; then R once. */
  static boolean holds(SignatureEquation equation, EdwardsCurve curve) {
    EdwardsPoint[] multiplesOfA = multiples(curve, equation.a.point);
    short[] digitsOfS = new short[DIGITS];
    short[] digitsOfH = new short[DIGITS];
    equation.s.writeDigits(Scalar.BITS, DIGIT_WIDTH, digitsOfS, 0, 1);
    equation.h.writeDigits(Scalar.BITS, DIGIT_WIDTH, digitsOfH, 0, 1);
    EdwardsPoint sum = new EdwardsPoint();
    for (int i = DIGITS - 1; i >= 0; i--) {
      for (int j = 0; j < DIGIT_WIDTH; j++) {
        curve.twice(sum);
      }
      addMultiple(curve, sum, MULTIPLES_OF_MINUS_B, digitsOfS[i]);
      addMultiple(curve, sum, multiplesOfA, digitsOfH[i]);
    }
    curve.add(sum, equation.r, false);
    return curve.isSmallOrder(sum);
  }

  private static void addMultiple(
      EdwardsCurve curve, EdwardsPoint sum, EdwardsPoint[] multiples, int digit) {
    if (digit != 0) {
      curve.add(sum, multiples[Math.abs(digit) - 1], digit < 0);
    }
  }

  /** The multiples that a digit can stand for, from 1 on. */
  private static EdwardsPoint[] multiples(EdwardsCurve curve, AffinePoint point) {
    EdwardsPoint[] multiples = new EdwardsPoint[1 << (DIGIT_WIDTH - 1)];
    EdwardsPoint multiple = new EdwardsPoint();
    for (int i = 0; i < multiples.length; i++) {
      curve.add(multiple, point, false);
      multiples[i] = new EdwardsPoint();
      multiples[i].set(multiple);
    }
    return multiples;
  }

  /** RFC 8032, section 5.1: y of B is 4/5 and x is even, hence that of −B odd. */
  private static AffinePoint minusB() {
    byte[] encoded = new byte[32];
    Arrays.fill(encoded, (byte) 0x66);
    encoded[0] = 0x58;
    encoded[31] = (byte) 0xe6;
    AffinePoint point = new AffinePoint();
    if (!new EdwardsCurve().decode(encoded, 0, point)) {
      throw new IllegalStateException("the base point is on the curve");
    }
    return point;
  }
}
