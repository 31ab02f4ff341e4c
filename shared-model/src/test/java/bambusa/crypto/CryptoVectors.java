package bambusa.crypto;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The vectors of {@code vectors/crypto}; their origin is in the files. */
final class CryptoVectors {

  /** A signature and the verdict that every implementation has to give. */
  record SignatureCase(
      String name, byte[] publicKey, byte[] message, byte[] signature, boolean valid) {

    @Override
    public String toString() {
      return name;
    }
  }

  private CryptoVectors() {}

  static List<SignatureCase> signatures() {
    List<SignatureCase> cases = new ArrayList<>();
    for (JsonNode edge : read("signatures_edge.json").get("cases")) {
      cases.add(
          new SignatureCase(
              edge.get("source").asText() + " " + edge.get("case").asText(),
              hex(edge, "publicKey"),
              hex(edge, "message"),
              hex(edge, "signature"),
              edge.get("accept").asBoolean()));
    }
    for (JsonNode group : read("wycheproof_ed25519.json").get("testGroups")) {
      byte[] publicKey = hex(group.get("publicKey"), "pk");
      for (JsonNode test : group.get("tests")) {
        cases.add(
            new SignatureCase(
                "wycheproof " + test.get("tcId").asInt() + " " + test.get("comment").asText(),
                publicKey,
                hex(test, "msg"),
                hex(test, "sig"),
                test.get("result").asText().equals("valid")));
      }
    }
    return cases;
  }

  static JsonNode read(String name) {
    try (InputStream file = CryptoVectors.class.getResourceAsStream("/vectors/crypto/" + name)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] hex(JsonNode parent, String field) {
    try {
      return Hex.decode(parent.get(field).asText());
    } catch (MalformedException e) {
      throw new IllegalStateException(field, e);
    }
  }
}
