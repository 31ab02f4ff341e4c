package bambusa.crypto;

/**
 * A point of edwards25519 as {@link EdwardsCurve} decodes it, in the form that is added fastest.
 */
final class AffinePoint {

  final FieldElement x = new FieldElement();
  final FieldElement y = new FieldElement();
  final FieldElement yPlusX = new FieldElement();
  final FieldElement yMinusX = new FieldElement();

  /** 2·d·x·y. */
  final FieldElement xy2d = new FieldElement();
}
