package bambusa;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.crypto.Signer;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An author with a real key made from a name, so that tests are the same on every run. */
public final class TestAuthor implements Signer {

  private final byte[] seed;
  private final PublicKey publicKey;

  private TestAuthor(byte[] seed) {
    this.seed = seed;
    try {
      this.publicKey =
          PublicKey.fromBytes(
              new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded());
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static TestAuthor named(String name) {
    byte[] seed = new byte[32];
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, seed, 0, Math.min(text.length, seed.length));
    return new TestAuthor(seed);
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }
}
