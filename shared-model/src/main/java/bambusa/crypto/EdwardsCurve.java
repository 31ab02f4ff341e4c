package bambusa.crypto;

/**
 * Decoding and addition of points of edwards25519 (RFC 8032, sections 5.1.3 and 5.1.4), with the
 * room for intermediate values that they need. One per thread.
 */
final class EdwardsCurve {

  private static final FieldElement ZERO = new FieldElement();
  private static final FieldElement ONE = FieldElement.ofLimbs(1, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** −121665/121666. */
  private static final FieldElement D =
      FieldElement.ofLimbs(
          56195235, 47411844, 25868126, 40503822, 57364, 58321048, 30416477, 31930572, 57760639,
          10749657);

  private static final FieldElement TWICE_D =
      FieldElement.ofLimbs(
          45281625, 27714825, 18181821, 13898781, 114729, 49533232, 60832955, 30306712, 48412415,
          4722099);

  private static final FieldElement ROOT_OF_MINUS_ONE =
      FieldElement.ofLimbs(
          34513072, 59165138, 4688974, 3500415, 6194736, 33281959, 54535759, 32551604, 163342,
          5703241);

  // Named as in the formulas that are cited where they are used.
  private final FieldElement a = new FieldElement();
  private final FieldElement b = new FieldElement();
  private final FieldElement c = new FieldElement();
  private final FieldElement d = new FieldElement();
  private final FieldElement e = new FieldElement();
  private final FieldElement f = new FieldElement();
  private final FieldElement g = new FieldElement();
  private final FieldElement h = new FieldElement();

  /**
   * Reads the canonical encoding of a point.
   *
   * @return false when the 32 bytes are none; the point is then not defined
   */
  boolean decode(byte[] bytes, int offset, AffinePoint point) {
    if (!isBelowP(bytes, offset)) {
      return false;
    }
    point.y.decode(bytes, offset);
    if (!recoverX(point)) {
      return false;
    }
    boolean sign = (bytes[offset + 31] & 0x80) != 0;
    if (point.x.isOdd() != sign) {
      // RFC 8032, section 5.1.3, step 4: "If x = 0, and x_0 = 1, decoding fails."
      if (point.x.isZero()) {
        return false;
      }
      point.x.subtract(ZERO, point.x);
    }
    point.yPlusX.add(point.y, point.x);
    point.yMinusX.subtract(point.y, point.x);
    point.xy2d.multiply(point.x, point.y);
    point.xy2d.multiply(point.xy2d, TWICE_D);
    return true;
  }

  private static boolean isBelowP(byte[] bytes, int offset) {
    if ((bytes[offset + 31] & 0x7f) != 0x7f) {
      return true;
    }
    for (int i = 30; i > 0; i--) {
      if (bytes[offset + i] != (byte) 0xff) {
        return true;
      }
    }
    return (bytes[offset] & 0xff) < 0xed;
  }

  /** RFC 8032, section 5.1.3, steps 2 and 3: x = ±√(u/v) with u = y² − 1, v = d·y² + 1. */
  private boolean recoverX(AffinePoint point) {
    FieldElement u = e;
    FieldElement v = f;
    FieldElement x = point.x;
    a.square(point.y);
    u.subtract(a, ONE);
    v.multiply(a, D);
    v.add(v, ONE);

    g.square(v);
    g.multiply(g, v);
    x.square(g);
    x.multiply(x, v);
    x.multiply(x, u);
    raiseToRootPower(x, x);
    x.multiply(x, g);
    x.multiply(x, u); // u·v³·(u·v⁷)^((p−5)/8)

    a.square(x);
    a.multiply(a, v);
    b.subtract(a, u);
    if (b.isZero()) {
      return true;
    }
    b.add(a, u);
    if (!b.isZero()) {
      return false;
    }
    x.multiply(x, ROOT_OF_MINUS_ONE);
    return true;
  }

  /**
   * result = base^((p − 5)/8) = base^(2^252 − 3). Each comment gives the exponent that was reached.
   */
  private void raiseToRootPower(FieldElement base, FieldElement result) {
    a.square(base);
    squareTimes(b, a, 2);
    b.multiply(base, b); // 9
    a.multiply(a, b); // 11
    a.square(a);
    a.multiply(b, a); // 2^5 − 1
    squareTimes(b, a, 5);
    a.multiply(b, a); // 2^10 − 1
    squareTimes(b, a, 10);
    b.multiply(b, a); // 2^20 − 1
    squareTimes(c, b, 20);
    b.multiply(c, b); // 2^40 − 1
    squareTimes(b, b, 10);
    a.multiply(b, a); // 2^50 − 1
    squareTimes(b, a, 50);
    b.multiply(b, a); // 2^100 − 1
    squareTimes(c, b, 100);
    b.multiply(c, b); // 2^200 − 1
    squareTimes(b, b, 50);
    a.multiply(b, a); // 2^250 − 1
    squareTimes(a, a, 2);
    result.multiply(a, base);
  }

  private static void squareTimes(FieldElement result, FieldElement base, int times) {
    result.square(base);
    for (int i = 1; i < times; i++) {
      result.square(result);
    }
  }

  /** sum = sum + point, or sum − point when negative. Complete: right for every two points. */
  void add(EdwardsPoint sum, AffinePoint point, boolean negative) {
    if (sum.isEmpty()) {
      set(sum, point, negative);
      return;
    }
    // RFC 8032, section 5.1.4, with Z2 = 1. To negate is to exchange y + x and y − x, and −T2.
    a.subtract(sum.y, sum.x);
    a.multiply(a, negative ? point.yPlusX : point.yMinusX);
    b.add(sum.y, sum.x);
    b.multiply(b, negative ? point.yMinusX : point.yPlusX);
    c.multiply(sum.t, point.xy2d);
    d.add(sum.z, sum.z);
    finishAddition(sum, negative);
  }

  private void set(EdwardsPoint sum, AffinePoint point, boolean negative) {
    sum.x.set(point.x);
    sum.y.set(point.y);
    sum.z.set(ONE);
    sum.t.multiply(point.x, point.y);
    sum.fill();
    if (negative) {
      negate(sum);
    }
  }

  /** sum = sum + point, or sum − point when negative. Complete: right for every two points. */
  void add(EdwardsPoint sum, EdwardsPoint point, boolean negative) {
    if (point.isEmpty()) {
      return;
    }
    if (sum.isEmpty()) {
      sum.set(point);
      if (negative) {
        negate(sum);
      }
      return;
    }
    // RFC 8032, section 5.1.4; negated as above.
    e.subtract(point.y, point.x);
    h.add(point.y, point.x);
    a.subtract(sum.y, sum.x);
    a.multiply(a, negative ? h : e);
    b.add(sum.y, sum.x);
    b.multiply(b, negative ? e : h);
    c.multiply(sum.t, TWICE_D);
    c.multiply(c, point.t);
    d.add(sum.z, sum.z);
    d.multiply(d, point.z);
    finishAddition(sum, negative);
  }

  private static void negate(EdwardsPoint point) {
    point.x.subtract(ZERO, point.x);
    point.t.subtract(ZERO, point.t);
  }

  private void finishAddition(EdwardsPoint sum, boolean negative) {
    e.subtract(b, a);
    h.add(b, a);
    if (negative) {
      f.add(d, c);
      g.subtract(d, c);
    } else {
      f.subtract(d, c);
      g.add(d, c);
    }
    multiplyOut(sum);
  }

  private void multiplyOut(EdwardsPoint sum) {
    sum.x.multiply(e, f);
    sum.y.multiply(g, h);
    sum.t.multiply(e, h);
    sum.z.multiply(f, g);
  }

  /** point = 2·point. */
  void twice(EdwardsPoint point) {
    if (point.isEmpty()) {
      return;
    }
    // RFC 8032, section 5.1.4. C = Z·2Z, as a product is reduced and twice a square is not.
    a.square(point.x);
    b.square(point.y);
    d.add(point.z, point.z);
    c.multiply(d, point.z);
    h.add(a, b);
    e.add(point.x, point.y);
    e.square(e);
    e.subtract(h, e);
    g.subtract(a, b);
    f.add(c, g);
    multiplyOut(point);
  }

  /** Whether 8·point is the neutral element. Leaves another multiple of the point in its place. */
  boolean isSmallOrder(EdwardsPoint point) {
    if (point.isEmpty()) {
      return true;
    }
    twice(point);
    twice(point);
    twice(point);
    a.subtract(point.y, point.z);
    return point.x.isZero() && a.isZero();
  }
}
