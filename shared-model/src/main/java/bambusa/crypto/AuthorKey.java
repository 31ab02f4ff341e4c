package bambusa.crypto;

import java.util.Arrays;

/** A public key A as an author gave it, decoded, and what a batch is to multiply it by. */
final class AuthorKey {

  final AffinePoint point = new AffinePoint();

  /** Σ weight · h over the signatures of this author in the batch that is being summed. */
  final ScalarSum weightedHashes = new ScalarSum();

  /** The sum above modulo L. */
  final Scalar factor = new Scalar();

  private final byte[] encoded;
  private final boolean acceptable;

  AuthorKey(EdwardsCurve curve, byte[] bytes, int offset) {
    encoded = Arrays.copyOfRange(bytes, offset, offset + Ed25519.PUBLIC_KEY_BYTES);
    acceptable = curve.decode(encoded, 0, point) && !isSmallOrder(curve);
  }

  private boolean isSmallOrder(EdwardsCurve curve) {
    EdwardsPoint multiple = new EdwardsPoint();
    curve.add(multiple, point, false);
    return curve.isSmallOrder(multiple);
  }

  /** Whether the bytes are canonical for a point that is not of small order. */
  boolean isAcceptable() {
    return acceptable;
  }

  boolean isEncodedAs(byte[] bytes, int offset) {
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != bytes[offset + i]) {
        return false;
      }
    }
    return true;
  }

  void hashInto(Sha512 sha512) {
    sha512.update(encoded, 0, encoded.length);
  }
}
