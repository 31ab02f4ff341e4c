package bambusa.crypto;

import java.util.ArrayList;
import java.util.List;

/**
 * Verification of many Ed25519 signatures at once, with exactly the verdicts of {@link
 * Ed25519#verify}: {@link #add} each, then {@link #verify}, which makes it ready for the next
 * batch. One per thread; it remembers the keys of authors from batch to batch.
 *
 * <p>The equations 8(S·B − R − h·A) = 0 of all signatures are multiplied by random weights and
 * added: the sum is 0 if all hold, and if one does not, it is 0 with a probability of 2^−126. In
 * the sum all terms of B are one, and so are all of an author, which is what makes it cheap. When
 * the sum is not 0, the batch is halved until the invalid signatures are found.
 *
 * <p>Best filled with about a thousand signatures, of which each takes about a kilobyte.
 */
public final class BatchVerifier {

  /** Below 2^127, so that 16 digits of 8 bits hold a weight and its carry. */
  private static final int WEIGHT_BITS = 127;

  private static final int WEIGHT_BYTES = 16;

  /** To halve further costs more than to verify so few one by one. */
  private static final int SINGLE_UP_TO = 8;

  /** A signature that is valid if its equation holds, and its place in the batch. */
  private record Candidate(int position, SignatureEquation equation, Scalar weight) {}

  private final RandomBytes randomBytes;
  private final EdwardsCurve curve = new EdwardsCurve();
  private final SignatureReader reader = new SignatureReader(curve);
  private final AuthorKeys authorKeys = new AuthorKeys(curve);
  private final List<Candidate> candidates = new ArrayList<>();
  private int size;

  private final MultiScalarSum terms = new MultiScalarSum(curve);
  private final List<AuthorKey> authors = new ArrayList<>();
  private final ScalarSum weightedS = new ScalarSum();
  private final Scalar factorOfB = new Scalar();
  private final EdwardsPoint sum = new EdwardsPoint();
  private final EdwardsPoint sumOfR = new EdwardsPoint();

  /** A verifier that weights signatures with random bytes. */
  public BatchVerifier(RandomBytes randomBytes) {
    this.randomBytes = randomBytes;
  }

  /** Adds a signature to the batch; one of wrong lengths is invalid. */
  public void add(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length == Ed25519.PUBLIC_KEY_BYTES
        && signature.length == Ed25519.SIGNATURE_BYTES) {
      add(publicKey, 0, message, 0, message.length, signature, 0);
    } else {
      size++;
    }
  }

  /**
   * Adds a signature of 64 bytes by a key of 32 bytes to the batch. Nothing is kept of the arrays.
   */
  public void add(
      byte[] publicKey,
      int publicKeyOffset,
      byte[] message,
      int messageOffset,
      int messageLength,
      byte[] signature,
      int signatureOffset) {
    int position = size;
    size++;
    reader
        .read(
            authorKeys.find(publicKey, publicKeyOffset),
            message,
            messageOffset,
            messageLength,
            signature,
            signatureOffset)
        .ifPresent(equation -> candidates.add(new Candidate(position, equation, new Scalar())));
  }

  /** How many signatures were added. */
  public int size() {
    return size;
  }

  /** Whether each signature is valid, in the order they were added. Empties the batch. */
  public boolean[] verify() {
    boolean[] verdicts = new boolean[size];
    // Not before all signatures are fixed: nobody may choose one by the weights.
    drawWeights();
    judge(0, candidates.size(), false, verdicts);
    candidates.clear();
    size = 0;
    return verdicts;
  }

  private void drawWeights() {
    byte[] bytes = new byte[WEIGHT_BYTES * candidates.size()];
    randomBytes.fill(bytes);
    for (int i = 0; i < candidates.size(); i++) {
      int offset = WEIGHT_BYTES * i;
      // Odd, hence never 0, so that even a broken source lets no single invalid signature pass.
      bytes[offset] |= 1;
      bytes[offset + WEIGHT_BYTES - 1] &= 0x7f;
      candidates.get(i).weight.decode(bytes, offset, WEIGHT_BYTES);
    }
  }

  /**
   * Sets the verdicts on some of the candidates.
   *
   * @param oneIsInvalid when it is known already that not all are valid
   * @return whether all are valid
   */
  private boolean judge(int from, int until, boolean oneIsInvalid, boolean[] verdicts) {
    if (until - from <= SINGLE_UP_TO) {
      return judgeSingly(from, until, verdicts);
    }
    if (!oneIsInvalid && allHold(from, until)) {
      for (int i = from; i < until; i++) {
        verdicts[candidates.get(i).position] = true;
      }
      return true;
    }
    int middle = (from + until) >>> 1;
    boolean firstHalfIsValid = judge(from, middle, false, verdicts);
    judge(middle, until, firstHalfIsValid, verdicts);
    return false;
  }

  private boolean judgeSingly(int from, int until, boolean[] verdicts) {
    boolean allValid = true;
    for (int i = from; i < until; i++) {
      Candidate candidate = candidates.get(i);
      boolean valid = Ed25519.holds(candidate.equation, curve);
      verdicts[candidate.position] = valid;
      allValid &= valid;
    }
    return allValid;
  }

  /** Whether 8 · Σ weight · (S·(−B) + R + h·A) = 0. */
  private boolean allHold(int from, int until) {
    weightedS.clear();
    for (int i = from; i < until; i++) {
      Candidate candidate = candidates.get(i);
      AuthorKey author = candidate.equation.a;
      weightedS.add(candidate.weight, candidate.equation.s);
      if (author.weightedHashes.isEmpty()) {
        authors.add(author);
      }
      author.weightedHashes.add(candidate.weight, candidate.equation.h);
      terms.add(candidate.equation.r, candidate.weight);
    }
    terms.takeTotal(sumOfR, WEIGHT_BITS);

    weightedS.total(factorOfB);
    terms.add(Ed25519.MINUS_B, factorOfB);
    for (AuthorKey author : authors) {
      author.weightedHashes.total(author.factor);
      author.weightedHashes.clear();
      terms.add(author.point, author.factor);
    }
    authors.clear();
    terms.takeTotal(sum, Scalar.BITS);
    curve.add(sum, sumOfR, false);
    return curve.isSmallOrder(sum);
  }
}
