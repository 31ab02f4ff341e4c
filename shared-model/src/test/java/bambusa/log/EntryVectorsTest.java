package bambusa.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.Vectors;
import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Ed25519;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.crypto.Signer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryVectorsTest {

  private final EntryDecoder decoder = new EntryDecoder();

  /**
   * What the vectors leave to the implementation, or the reference is lenient about; ours is the
   * stricter choice.
   */
  private static final Set<String> REFUSED_BY_CHOICE =
      Set.of(
          "author is the identity point, forged signature",
          "author encoding noncanonical (y = p + 1)",
          "tag 2",
          "tag 255",
          "payload hash with size byte 0x21",
          "backlink with size byte 0xff");

  @Test
  void everyEntryVectorGetsItsVerdict() {
    for (JsonNode vector : Vectors.read("entries_invalid.json").get("vectors")) {
      String label = vector.get("label").asText();
      boolean accept =
          vector.get("wanted").asText().startsWith("accept") && !REFUSED_BY_CHOICE.contains(label);
      assertThat(accepted(vector.get("entry").asText())).as(label).isEqualTo(accept);
    }
  }

  private boolean accepted(String hex) {
    try {
      Entry entry = decoder.decode(EncodedEntry.parse(hex));
      byte[] bytes = entry.encoded().bytes();
      byte[] signed = Arrays.copyOf(bytes, bytes.length - Entry.SIGNATURE_SIZE);
      return Ed25519.verify(entry.author().bytes(), signed, entry.signature());
    } catch (MalformedException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"log_081.json", "log_060.json"})
  void recordedLogDecodesToItsFields(String file) throws MalformedException {
    JsonNode log = Vectors.read(file);
    for (JsonNode vector : log.get("entries")) {
      Entry entry = decoder.decode(EncodedEntry.parse(vector.get("entry").asText()));
      JsonNode wanted = vector.get("decodedEntry");
      assertThat(entry.hash()).hasToString(vector.get("entryHash").asText());
      assertThat(entry.author()).hasToString(wanted.get("publicKey").asText());
      assertThat(entry.logId()).hasToString(wanted.get("logId").asText());
      assertThat(entry.seqNum()).hasToString(wanted.get("seqNum").asText());
      assertThat(entry.skiplink().map(Hash::toString).orElse("null"))
          .isEqualTo(wanted.get("skiplink").asText());
      assertThat(entry.backlink().map(Hash::toString).orElse("null"))
          .isEqualTo(wanted.get("backlink").asText());
      assertThat(entry.payloadSize()).isEqualTo(wanted.get("payloadSize").asLong());
      assertThat(entry.payloadHash()).hasToString(wanted.get("payloadHash").asText());
      assertThat(Hex.encode(entry.signature())).isEqualTo(wanted.get("signature").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"log_081.json", "log_060.json"})
  void signingTheRecordedPayloadsGivesTheRecordedEntries(String file) throws MalformedException {
    JsonNode log = Vectors.read(file);
    for (JsonNode vector : log.get("entries")) {
      Entry wanted = decoder.decode(EncodedEntry.parse(vector.get("entry").asText()));
      EntryEncoder.Place place =
          new EntryEncoder.Place(
              wanted.logId(),
              wanted.seqNum(),
              wanted.skiplink().orElse(null),
              wanted.backlink().orElse(null));
      Entry signed =
          EntryEncoder.sign(replay(wanted), place, Hex.decode(vector.get("operation").asText()));
      assertThat(signed).isEqualTo(wanted);
      assertThat(signed.hash()).isEqualTo(wanted.hash());
    }
  }

  /**
   * Signs as the recorded author did; that the bytes before the signature are the same is what is
   * tested.
   */
  private static Signer replay(Entry entry) {
    byte[] bytes = entry.encoded().bytes();
    return new Signer() {
      @Override
      public PublicKey publicKey() {
        return entry.author();
      }

      @Override
      public byte[] sign(byte[] message) {
        assertThat(message).isEqualTo(Arrays.copyOf(bytes, bytes.length - Entry.SIGNATURE_SIZE));
        return entry.signature();
      }
    };
  }

  @Test
  void upperCaseHexIsTheSameEntry() throws MalformedException {
    String hex = Vectors.read("log_081.json").get("entries").get(0).get("entry").asText();
    assertThat(EncodedEntry.parse(hex.toUpperCase(java.util.Locale.ROOT)))
        .isEqualTo(EncodedEntry.parse(hex));
  }

  @Test
  void linksThatDoNotFitTheSequenceNumberAreOurMistake() {
    assertThatThrownBy(() -> new EntryEncoder.Place(new LogId(0), new SeqNum(2), null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
