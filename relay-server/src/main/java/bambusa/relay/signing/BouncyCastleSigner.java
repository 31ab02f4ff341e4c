package bambusa.relay.signing;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.crypto.Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signs with a private key held in memory. Any thread may use it. */
public final class BouncyCastleSigner implements Signer {

  /** Size of a private key in bytes: the seed of RFC 8032 (p2panda.md 1.1, "Keys"). */
  public static final int SEED_SIZE = 32;

  private final byte[] seed;
  private final byte[] publicKeyBytes;
  private final PublicKey publicKey;

  private BouncyCastleSigner(byte[] seed) {
    this.seed = seed;
    this.publicKeyBytes = new byte[PublicKey.SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKeyBytes, 0);
    try {
      this.publicKey = PublicKey.fromBytes(publicKeyBytes);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The author of a private key.
   *
   * @throws IllegalArgumentException when the seed is not 32 bytes
   */
  public static BouncyCastleSigner ofSeed(byte[] seed) {
    if (seed.length != SEED_SIZE) {
      throw new IllegalArgumentException(
          "expected a private key of " + SEED_SIZE + " bytes, got " + seed.length);
    }
    return new BouncyCastleSigner(seed.clone());
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKeyBytes, 0, message, 0, message.length, signature, 0);
    return signature;
  }
}
