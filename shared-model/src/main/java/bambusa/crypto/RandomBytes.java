package bambusa.crypto;

/**
 * The platform's source of cryptographically secure randomness: the model has none of its own.
 * Never a seeded generator, since who foresees the bytes can pass off invalid signatures in a
 * batch.
 */
@FunctionalInterface
public interface RandomBytes {

  /** Overwrites all bytes with random ones. */
  void fill(byte[] bytes);
}
