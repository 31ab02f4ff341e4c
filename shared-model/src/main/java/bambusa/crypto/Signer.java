package bambusa.crypto;

/** Holds a private key and signs with it. Implemented outside: shared-model never sees a secret. */
public interface Signer {

  PublicKey publicKey();

  /**
   * The Ed25519 signature (RFC 8032, no prehash, no context) of a message: 64 bytes, R followed by
   * S.
   */
  byte[] sign(byte[] message);
}
