package bambusa.relay.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Ed25519;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BouncyCastleSignerTest {

  @Test
  void signsAsRfc8032Says() throws MalformedException {
    // RFC 8032, 7.1, test 2.
    BouncyCastleSigner signer =
        BouncyCastleSigner.ofSeed(
            Hex.decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));

    assertThat(signer.publicKey())
        .hasToString("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    assertThat(Hex.encode(signer.sign(new byte[] {0x72})))
        .isEqualTo(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  }

  @Test
  void ourVerifierAcceptsWhatItSigns() {
    BouncyCastleSigner signer = BouncyCastleSigner.ofSeed(new byte[32]);
    byte[] message = "bamboo".getBytes(StandardCharsets.UTF_8);

    assertThat(Ed25519.verify(signer.publicKey().bytes(), message, signer.sign(message))).isTrue();
  }

  @Test
  void keyOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> BouncyCastleSigner.ofSeed(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a private key of 32 bytes, got 31");
  }
}
