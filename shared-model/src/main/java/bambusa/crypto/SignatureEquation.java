package bambusa.crypto;

/**
 * One signature as the equation 8(S·B − R − h·A) = 0 that it has to fulfil (replication.md 6,
 * "Signatures"). It is read by {@link SignatureReader} and keeps nothing of the bytes it was read
 * from.
 */
final class SignatureEquation {

  final AuthorKey a;
  final AffinePoint r = new AffinePoint();
  final Scalar s = new Scalar();

  /** SHA-512(R ‖ A ‖ message) mod L. */
  final Scalar h = new Scalar();

  SignatureEquation(AuthorKey a) {
    this.a = a;
  }
}
