package bambusa.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.crypto.CraftedSignatures.Kind;
import bambusa.crypto.CryptoVectors.SignatureCase;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

class BatchVerifierTest {

  private static final long SEED = 20240517;

  private final Random random = new Random(SEED);
  private final CraftedSignatures signatures = new CraftedSignatures(random);
  private final BatchVerifier verifier = new BatchVerifier(random::nextBytes);

  @Test
  void verdictsAreThoseOfTheVectorsInWhateverOrder() {
    List<SignatureCase> vectors = new ArrayList<>(CryptoVectors.signatures());
    for (int round = 0; round < 5; round++) {
      assertThat(verdicts(vectors)).as("seed %d", SEED).isEqualTo(expected(vectors));
      Collections.shuffle(vectors, random);
    }
  }

  @Test
  void emptyBatchHasNoVerdicts() {
    assertThat(verifier.verify()).isEmpty();
  }

  @Test
  void batchesOfEverySizeUpToThirtyAreVerified() {
    for (int size = 1; size <= 30; size++) {
      List<SignatureCase> batch = batch(size, Kind.VALID);
      assertThat(verdicts(batch)).as("%d signatures, seed %d", size, SEED).doesNotContain(false);
    }
  }

  @Test
  void exactlyTheInvalidSignaturesAreNamed() {
    for (int round = 0; round < 40; round++) {
      int invalidPerHundred = random.nextInt(101);
      List<SignatureCase> batch = new ArrayList<>();
      for (int i = random.nextInt(150); i >= 0; i--) {
        boolean invalid = random.nextInt(100) < invalidPerHundred;
        batch.add(signatures.next(invalid ? Kind.S_RANDOM : Kind.VALID));
      }
      assertThat(verdicts(batch)).as("round %d, seed %d", round, SEED).isEqualTo(expected(batch));
    }
  }

  @Test
  void oneInvalidSignatureIsFoundAtEveryPlace() {
    List<SignatureCase> batch = batch(70, Kind.VALID);
    SignatureCase invalid = signatures.next(Kind.SIGNATURE_BIT_FLIPPED);
    for (int place = 0; place < batch.size(); place++) {
      List<SignatureCase> spoiled = new ArrayList<>(batch);
      spoiled.set(place, invalid);
      assertThat(verdicts(spoiled)).as("place %d", place).isEqualTo(expected(spoiled));
    }
  }

  @Test
  void nothingIsValidInABatchOfInvalidSignatures() {
    List<SignatureCase> batch = batch(300, Kind.MESSAGE_BIT_FLIPPED);

    assertThat(verdicts(batch)).hasSize(300).doesNotContain(true);
  }

  @Test
  void verifierIsReadyForTheNextBatch() {
    verdicts(batch(50, Kind.S_RANDOM));

    assertThat(verifier.size()).isZero();
    assertThat(verdicts(batch(50, Kind.VALID))).hasSize(50).doesNotContain(false);
  }

  @Test
  void wrongLengthsAreInvalidAndLeaveTheOthersInPlace() {
    SignatureCase valid = signatures.next(Kind.VALID);
    byte[] longSignature = Arrays.copyOf(valid.signature(), 65);
    byte[] shortKey = Arrays.copyOf(valid.publicKey(), 31);

    verifier.add(valid.publicKey(), valid.message(), longSignature);
    verifier.add(valid.publicKey(), valid.message(), valid.signature());
    verifier.add(shortKey, valid.message(), valid.signature());

    assertThat(verifier.verify()).containsExactly(false, true, false);
  }

  /** Without weights the two errors would cancel out in the sum. */
  @Test
  void errorsThatCancelOutAreFound() {
    List<SignatureCase> batch = batch(20, Kind.VALID);
    addToS(batch.get(3), BigInteger.ONE);
    addToS(batch.get(15), BigInteger.ONE.negate());

    boolean[] expected = new boolean[20];
    Arrays.fill(expected, true);
    expected[3] = false;
    expected[15] = false;
    assertThat(verdicts(batch)).isEqualTo(expected);
  }

  @Test
  void sourceOfZerosLetsNoSingleInvalidSignaturePass() {
    BatchVerifier unlucky = new BatchVerifier(bytes -> Arrays.fill(bytes, (byte) 0));
    List<SignatureCase> batch = batch(30, Kind.VALID);
    batch.set(20, signatures.next(Kind.S_RANDOM));
    for (SignatureCase each : batch) {
      unlucky.add(each.publicKey(), each.message(), each.signature());
    }

    assertThat(unlucky.verify()).isEqualTo(expected(batch));
  }

  @Test
  void moreAuthorsThanAreRememberedAreVerified() {
    byte[] secret = new byte[32];
    for (int i = 0; i < 6000; i++) {
      random.nextBytes(secret);
      byte[] publicKey = new byte[32];
      byte[] message = {(byte) i};
      byte[] signature = new byte[64];
      Ed25519.generatePublicKey(secret, 0, publicKey, 0);
      Ed25519.sign(secret, 0, message, 0, 1, signature, 0);
      verifier.add(publicKey, message, signature);
      if (i % 3 == 0) {
        // The same author soon again, whether remembered or not.
        verifier.add(publicKey, message, signature);
      }
    }
    assertThat(verifier.verify()).hasSize(8000).doesNotContain(false);
  }

  private boolean[] verdicts(List<SignatureCase> batch) {
    for (SignatureCase each : batch) {
      verifier.add(each.publicKey(), each.message(), each.signature());
    }
    return verifier.verify();
  }

  private static boolean[] expected(List<SignatureCase> batch) {
    boolean[] expected = new boolean[batch.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = batch.get(i).valid();
    }
    return expected;
  }

  private List<SignatureCase> batch(int size, Kind kind) {
    List<SignatureCase> batch = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      batch.add(signatures.next(kind));
    }
    return batch;
  }

  private static void addToS(SignatureCase each, BigInteger difference) {
    byte[] s = Arrays.copyOfRange(each.signature(), 32, 64);
    BigInteger changed = ReferenceCurve.unsigned(s).add(difference).mod(ReferenceCurve.L);
    System.arraycopy(ReferenceCurve.littleEndian(changed, 32), 0, each.signature(), 32, 32);
  }
}
