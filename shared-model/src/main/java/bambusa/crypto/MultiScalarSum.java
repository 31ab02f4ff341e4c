package bambusa.crypto;

import java.util.ArrayList;
import java.util.List;

/**
 * Σ scalar · point over many points, by the bucket method (Pippenger): for each digit position the
 * points with equal digits are added up first, then each bucket counts as often as its digit says,
 * which takes two additions per bucket and no multiplication. One per thread.
 */
final class MultiScalarSum {

  private static final int MAX_DIGIT_WIDTH = 10;

  // Field multiplications for adding a point to a bucket and for counting a bucket.
  private static final int COST_PER_POINT = 8;
  private static final int COST_PER_BUCKET = 18;

  private final EdwardsCurve curve;
  private final List<AffinePoint> points = new ArrayList<>();
  private final List<Scalar> scalars = new ArrayList<>();
  private final List<EdwardsPoint> buckets = new ArrayList<>();
  private final EdwardsPoint suffixSum = new EdwardsPoint();
  private final EdwardsPoint positionSum = new EdwardsPoint();
  private short[] digits = {};

  MultiScalarSum(EdwardsCurve curve) {
    this.curve = curve;
  }

  /** Adds a term. Point and scalar must not change before the total is taken. */
  void add(AffinePoint point, Scalar scalar) {
    points.add(point);
    scalars.add(scalar);
  }

  /** total = the sum, of which then nothing is left. All scalars must be below 2^{@code bits}. */
  void takeTotal(EdwardsPoint total, int bits) {
    int width = cheapestDigitWidth(bits);
    int positions = Scalar.digitCount(bits, width);
    writeDigits(bits, width);
    while (buckets.size() < 1 << (width - 1)) {
      buckets.add(new EdwardsPoint());
    }
    total.clear();
    for (int position = positions - 1; position >= 0; position--) {
      for (int i = 0; i < width; i++) {
        curve.twice(total);
      }
      sumPosition(position, 1 << (width - 1));
      curve.add(total, positionSum, false);
    }
    points.clear();
    scalars.clear();
  }

  private int cheapestDigitWidth(int bits) {
    int cheapest = 1;
    long lowestCost = Long.MAX_VALUE;
    for (int width = 1; width <= MAX_DIGIT_WIDTH; width++) {
      long perPosition =
          (long) COST_PER_POINT * points.size() + ((long) COST_PER_BUCKET << (width - 1));
      long cost = Scalar.digitCount(bits, width) * perPosition;
      if (cost < lowestCost) {
        cheapest = width;
        lowestCost = cost;
      }
    }
    return cheapest;
  }

  /** The digits of one position stand together, as they are used together. */
  private void writeDigits(int bits, int width) {
    int size = Scalar.digitCount(bits, width) * points.size();
    if (digits.length < size) {
      digits = new short[size];
    }
    for (int i = 0; i < points.size(); i++) {
      scalars.get(i).writeDigits(bits, width, digits, i, points.size());
    }
  }

  /** positionSum = Σ digit · point for the digits of one position. */
  private void sumPosition(int position, int bucketCount) {
    for (int i = 0; i < bucketCount; i++) {
      buckets.get(i).clear();
    }
    int first = position * points.size();
    for (int i = 0; i < points.size(); i++) {
      int digit = digits[first + i];
      if (digit != 0) {
        curve.add(buckets.get(Math.abs(digit) - 1), points.get(i), digit < 0);
      }
    }
    // Σ d · bucket(d) = Σ over all d of the sum of the buckets from d on.
    suffixSum.clear();
    positionSum.clear();
    for (int i = bucketCount - 1; i >= 0; i--) {
      curve.add(suffixSum, buckets.get(i), false);
      curve.add(positionSum, suffixSum, false);
    }
  }
}
