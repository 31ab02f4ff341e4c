package bambusa.bench;

import bambusa.crypto.Hash;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many entries or operations of a usual size can be hashed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HashBench {

  /** 200 bytes is an entry, 100 an operation, 64 KiB a large blob. */
  @Param({"100", "200", "65536"})
  int size;

  private byte[] content = new byte[0];

  /** Fills the content with bytes that differ. */
  @Setup
  public void fill() {
    content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 31);
    }
  }

  /** Hashes the content once. */
  @Benchmark
  public Hash hash() {
    return Hash.of(content);
  }
}
