package bambusa.crypto;

import java.util.Optional;

/** Takes signatures apart, and refuses those that break a rule by themselves. One per thread. */
final class SignatureReader {

  private final EdwardsCurve curve;
  private final Sha512 sha512 = new Sha512();
  private final byte[] hash = new byte[Sha512.HASH_BYTES];

  SignatureReader(EdwardsCurve curve) {
    this.curve = curve;
  }

  /**
   * Reads a signature of 64 bytes: R, 32 bytes, and S, 32 bytes.
   *
   * @return empty when A is not acceptable, R is not canonical, or S is not below L
   */
  Optional<SignatureEquation> read(
      AuthorKey author,
      byte[] message,
      int messageOffset,
      int messageLength,
      byte[] signature,
      int signatureOffset) {
    int scalarOffset = signatureOffset + 32;
    if (!author.isAcceptable() || !Scalar.isCanonical(signature, scalarOffset)) {
      return Optional.empty();
    }
    SignatureEquation equation = new SignatureEquation(author);
    if (!curve.decode(signature, signatureOffset, equation.r)) {
      return Optional.empty();
    }
    equation.s.decode(signature, scalarOffset, 32);
    sha512.update(signature, signatureOffset, 32);
    author.hashInto(sha512);
    sha512.update(message, messageOffset, messageLength);
    sha512.finish(hash, 0);
    equation.h.decode(hash, 0, Sha512.HASH_BYTES);
    return Optional.of(equation);
  }
}
