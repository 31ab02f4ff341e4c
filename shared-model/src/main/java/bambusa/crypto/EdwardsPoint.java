package bambusa.crypto;

/**
 * A sum of points of edwards25519, in the extended coordinates of RFC 8032, section 5.1.4: x = X/Z,
 * y = Y/Z, x·y = T/Z. Changed by {@link EdwardsCurve}.
 */
final class EdwardsPoint {

  final FieldElement x = new FieldElement();
  final FieldElement y = new FieldElement();
  final FieldElement z = new FieldElement();
  final FieldElement t = new FieldElement();

  /** Nothing was added yet: the neutral element, whose coordinates are not set. */
  private boolean empty = true;

  boolean isEmpty() {
    return empty;
  }

  void clear() {
    empty = true;
  }

  /** To be called by whoever sets the coordinates. */
  void fill() {
    empty = false;
  }

  void set(EdwardsPoint point) {
    x.set(point.x);
    y.set(point.y);
    z.set(point.z);
    t.set(point.t);
    empty = point.empty;
  }
}
