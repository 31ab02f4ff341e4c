package bambusa.bench;

import bambusa.crypto.BatchVerifier;
import bambusa.log.Entry;
import bambusa.relay.signing.BouncyCastleSigner;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Signatures verified per second on one core: our batches against Bouncy Castle, one by one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
public class VerifyBench {

  private static final int BATCH = 1_000;
  private static final int MESSAGE_BYTES = 140;

  /** Terms of equal authors are one term. */
  @Param({"4", "1000"})
  int authors;

  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> messages = new ArrayList<>();
  private final List<byte[]> signatures = new ArrayList<>();
  private final BatchVerifier verifier = new BatchVerifier(new SecureRandom()::nextBytes);

  /** Signs messages of the size of an entry. */
  @Setup
  public void sign() {
    for (int i = 0; i < BATCH; i++) {
      byte[] seed = ByteBuffer.allocate(BouncyCastleSigner.SEED_SIZE).putInt(i % authors).array();
      BouncyCastleSigner author = BouncyCastleSigner.ofSeed(seed);
      byte[] message = ByteBuffer.allocate(MESSAGE_BYTES).putInt(i).array();
      keys.add(author.publicKey().bytes());
      messages.add(message);
      signatures.add(author.sign(message));
    }
  }

  /** All in one batch. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public boolean[] batch() {
    for (int i = 0; i < BATCH; i++) {
      verifier.add(keys.get(i), messages.get(i), signatures.get(i));
    }
    return verifier.verify();
  }

  /** Each by itself. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int bouncyCastle() {
    int valid = 0;
    for (int i = 0; i < BATCH; i++) {
      byte[] message = messages.get(i);
      if (Ed25519.verify(signatures.get(i), 0, keys.get(i), 0, message, 0, message.length)) {
        valid++;
      }
    }
    if (valid != BATCH || signatures.get(0).length != Entry.SIGNATURE_SIZE) {
      throw new IllegalStateException("only " + valid + " hold");
    }
    return valid;
  }
}
