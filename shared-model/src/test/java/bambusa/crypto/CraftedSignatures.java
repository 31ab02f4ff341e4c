package bambusa.crypto;

import bambusa.crypto.CryptoVectors.SignatureCase;
import bambusa.crypto.ReferenceCurve.Point;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signatures of every kind on which implementations of Ed25519 are known to disagree, and of the
 * usual kinds, each with the verdict that follows from how it was made.
 */
final class CraftedSignatures {

  enum Kind {
    VALID(true),
    SIGNATURE_BIT_FLIPPED(false),
    KEY_BIT_FLIPPED(false),
    MESSAGE_BIT_FLIPPED(false),
    TORSION_IN_R(true),
    TORSION_IN_KEY(true),
    TORSION_IN_R_AND_KEY(true),
    R_OF_SMALL_ORDER(true),
    R_NOT_CANONICAL(false),
    KEY_OF_SMALL_ORDER(false),
    KEY_NOT_CANONICAL(false),
    S_PLUS_ORDER(false),
    S_RANDOM(false);

    final boolean valid;

    Kind(boolean valid) {
      this.valid = valid;
    }
  }

  /** A secret scalar and its multiple of the base point. */
  private record KnownPoint(BigInteger scalar, byte[] encoded) {}

  /** Encodings of which y or the sign is not canonical, all of points of small order. */
  private static final List<byte[]> NOT_CANONICAL =
      List.of(
          encoded(ReferenceCurve.P, false), // y = 0
          encoded(ReferenceCurve.P, true),
          encoded(ReferenceCurve.P.add(BigInteger.ONE), false), // y = 1
          encoded(ReferenceCurve.P.add(BigInteger.ONE), true),
          encoded(BigInteger.ONE, true),
          encoded(ReferenceCurve.P.subtract(BigInteger.ONE), true)); // y = −1

  private static final List<Point> SMALL_ORDER = smallOrder();
  private static final int AUTHORS = 16;

  private final Random random;
  private final List<KnownPoint> authors = new ArrayList<>();
  private final Sha512 sha512 = new Sha512();

  CraftedSignatures(Random random) {
    this.random = random;
    for (int i = 0; i < AUTHORS; i++) {
      authors.add(randomPoint());
    }
  }

  /** A signature of one kind. */
  SignatureCase next(Kind kind) {
    KnownPoint author = authors.get(random.nextInt(AUTHORS));
    byte[] message = new byte[random.nextInt(300)];
    random.nextBytes(message);
    return switch (kind) {
      case VALID, SIGNATURE_BIT_FLIPPED, KEY_BIT_FLIPPED, MESSAGE_BIT_FLIPPED ->
          flip(kind, sign(kind, author, author.encoded, randomPoint(), message));
      case TORSION_IN_R -> sign(kind, author, author.encoded, withTorsion(randomPoint()), message);
      case TORSION_IN_KEY ->
          sign(kind, author, withTorsion(author).encoded, randomPoint(), message);
      case TORSION_IN_R_AND_KEY ->
          sign(kind, author, withTorsion(author).encoded, withTorsion(randomPoint()), message);
      case R_OF_SMALL_ORDER ->
          sign(kind, author, author.encoded, zero(anySmallOrder().encode()), message);
      case R_NOT_CANONICAL -> sign(kind, author, author.encoded, zero(any(NOT_CANONICAL)), message);
      case KEY_OF_SMALL_ORDER -> {
        byte[] key = anySmallOrder().encode();
        yield sign(kind, zero(key), key, randomPoint(), message);
      }
      case KEY_NOT_CANONICAL -> {
        byte[] key = any(NOT_CANONICAL);
        yield sign(kind, zero(key), key, randomPoint(), message);
      }
      case S_PLUS_ORDER ->
          changeS(
              sign(kind, author, author.encoded, randomPoint(), message),
              s -> s.add(ReferenceCurve.L));
      case S_RANDOM ->
          changeS(
              sign(kind, author, author.encoded, randomPoint(), message),
              s -> new BigInteger(252, random));
    };
  }

  /** S = r + h·a, for which the equation holds whatever torsion is in R and A. */
  private SignatureCase sign(
      Kind kind, KnownPoint author, byte[] publicKey, KnownPoint r, byte[] message) {
    byte[] hash = new byte[64];
    sha512.update(r.encoded, 0, 32);
    sha512.update(publicKey, 0, 32);
    sha512.update(message, 0, message.length);
    sha512.finish(hash, 0);
    BigInteger s =
        ReferenceCurve.unsigned(hash).multiply(author.scalar).add(r.scalar).mod(ReferenceCurve.L);
    byte[] signature = Arrays.copyOf(r.encoded, 64);
    System.arraycopy(ReferenceCurve.littleEndian(s, 32), 0, signature, 32, 32);
    return new SignatureCase(kind.name(), publicKey.clone(), message, signature, kind.valid);
  }

  private SignatureCase flip(Kind kind, SignatureCase valid) {
    return switch (kind) {
      case SIGNATURE_BIT_FLIPPED -> {
        flipBit(valid.signature());
        yield valid;
      }
      case KEY_BIT_FLIPPED -> {
        flipBit(valid.publicKey());
        yield valid;
      }
      case MESSAGE_BIT_FLIPPED -> {
        byte[] message = valid.message().length == 0 ? new byte[1] : valid.message();
        flipBit(message);
        yield new SignatureCase(
            valid.name(), valid.publicKey(), message, valid.signature(), valid.valid());
      }
      default -> valid;
    };
  }

  private void flipBit(byte[] bytes) {
    int bit = random.nextInt(8 * bytes.length);
    bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
  }

  private static SignatureCase changeS(SignatureCase signed, UnaryOperator<BigInteger> change) {
    byte[] s = Arrays.copyOfRange(signed.signature(), 32, 64);
    BigInteger changed = change.apply(ReferenceCurve.unsigned(s));
    System.arraycopy(ReferenceCurve.littleEndian(changed, 32), 0, signed.signature(), 32, 32);
    return signed;
  }

  /** Bouncy Castle makes public keys only; the scalar is that of RFC 8032, section 5.1.5. */
  private KnownPoint randomPoint() {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    byte[] encoded = new byte[32];
    Ed25519.generatePublicKey(secret, 0, encoded, 0);
    byte[] hash = new byte[64];
    sha512.update(secret, 0, 32);
    sha512.finish(hash, 0);
    byte[] scalar = Arrays.copyOf(hash, 32);
    scalar[0] &= (byte) 0xf8;
    scalar[31] &= 0x7f;
    scalar[31] |= 0x40;
    return new KnownPoint(ReferenceCurve.unsigned(scalar), encoded);
  }

  private KnownPoint withTorsion(KnownPoint point) {
    Point sum = ReferenceCurve.decode(point.encoded).plus(SMALL_ORDER.get(1 + random.nextInt(7)));
    return new KnownPoint(point.scalar, sum.encode());
  }

  private static KnownPoint zero(byte[] encoded) {
    return new KnownPoint(BigInteger.ZERO, encoded);
  }

  private Point anySmallOrder() {
    return any(SMALL_ORDER);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static byte[] encoded(BigInteger y, boolean sign) {
    return ReferenceCurve.littleEndian(sign ? y.setBit(255) : y, 32);
  }

  /** The eight multiples of a point of order 8, from 0 on. */
  private static List<Point> smallOrder() {
    List<Point> points = new ArrayList<>(List.of(ReferenceCurve.NEUTRAL));
    Point generator = pointOfOrderEight();
    for (int i = 1; i < 8; i++) {
      points.add(points.get(i - 1).plus(generator));
    }
    if (Set.copyOf(points).size() != 8 || !points.get(7).plus(generator).equals(points.get(0))) {
      throw new IllegalStateException(generator + " is not of order 8");
    }
    return List.copyOf(points);
  }

  private static Point pointOfOrderEight() {
    BigInteger encoded =
        new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);
    return ReferenceCurve.decode(ReferenceCurve.littleEndian(encoded, 32));
  }
}
