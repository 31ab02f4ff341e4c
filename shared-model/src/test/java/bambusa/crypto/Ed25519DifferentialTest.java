package bambusa.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.crypto.CraftedSignatures.Kind;
import bambusa.crypto.CryptoVectors.SignatureCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Single verification, batches and Bouncy Castle on random signatures of every kind. For a million
 * instead of ten thousand, and for others than usual:
 *
 * <pre>
 * ./mvnw -pl shared-model -am test -Dtest=Ed25519DifferentialTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dbambusa.differential=1000000 -Dbambusa.seed=1
 * </pre>
 */
class Ed25519DifferentialTest {

  private static final int CASES = Integer.getInteger("bambusa.differential", 10_000);
  private static final long SEED = Long.getLong("bambusa.seed", 20240517);
  private static final int MAX_BATCH = 200;

  /** Of a thousand signatures so many are crafted, the others are simply valid. */
  private static final int[] CRAFTED_PER_THOUSAND = {0, 20, 1000};

  private final Random random = new Random(SEED);
  private final CraftedSignatures signatures = new CraftedSignatures(random);
  private final BatchVerifier batchVerifier = new BatchVerifier(random::nextBytes);

  @Test
  void singleVerificationBatchAndBouncyCastleAgree() {
    for (int done = 0; done < CASES; ) {
      List<SignatureCase> batch = nextBatch(Math.min(CASES - done, 1 + random.nextInt(MAX_BATCH)));
      for (SignatureCase each : batch) {
        batchVerifier.add(each.publicKey(), each.message(), each.signature());
      }
      boolean[] verdicts = batchVerifier.verify();
      for (int i = 0; i < verdicts.length; i++) {
        SignatureCase each = batch.get(i);
        String description = "seed " + SEED + ", case " + (done + i) + " " + each.name();
        assertThat(verifySingly(each)).as(description).isEqualTo(each.valid());
        assertThat(verifyByBouncyCastle(each)).as(description).isEqualTo(each.valid());
        assertThat(verdicts[i]).as(description).isEqualTo(each.valid());
      }
      done += batch.size();
    }
  }

  private List<SignatureCase> nextBatch(int size) {
    int crafted = CRAFTED_PER_THOUSAND[random.nextInt(CRAFTED_PER_THOUSAND.length)];
    Kind[] kinds = Kind.values();
    List<SignatureCase> batch = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean isCrafted = random.nextInt(1000) < crafted;
      batch.add(signatures.next(isCrafted ? kinds[random.nextInt(kinds.length)] : Kind.VALID));
    }
    return batch;
  }

  private static boolean verifySingly(SignatureCase each) {
    return Ed25519.verify(each.publicKey(), each.message(), each.signature());
  }

  private static boolean verifyByBouncyCastle(SignatureCase each) {
    return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
        each.signature(), 0, each.publicKey(), 0, each.message(), 0, each.message().length);
  }
}
