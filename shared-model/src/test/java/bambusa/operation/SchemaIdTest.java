package bambusa.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaIdTest {

  private static final String LOW =
      "00208c2e5c0ce1ba095d491760709e560b67a38d0645dc551ad13e909865f7a5b5e9";
  private static final String HIGH =
      "002094e0e6cee2a91be400fa6eb60353a4b0d4c403bc34b4a529514d96c8c3d5efdc";

  @Test
  void idsOfTheReferenceGetItsVerdict() throws MalformedException {
    // p2panda.md 2.5 and 1.6: read by the reference, written by no encoder, refused here.
    Set<String> onlyReference =
        Set.of(
            "schema_definition_v01",
            "venues_00218c2e5c0ce1ba095d491760709e560b67a38d0645dc551ad13e909865f7a5b5e9");
    for (JsonNode vector : Vectors.read("schema_ids.json").get("vectors")) {
      String text = vector.get("schemaId").asText();
      JsonNode oracle = vector.get("oracle081");
      if (oracle.get("accepted").asBoolean() && !onlyReference.contains(text)) {
        String canonical =
            text.contains("8C2E") ? text.toLowerCase(Locale.ROOT) : oracle.get("decoded").asText();
        assertThat(SchemaId.parse(text)).hasToString(canonical);
      } else {
        assertThatExceptionOfType(MalformedException.class)
            .as(text)
            .isThrownBy(() -> SchemaId.parse(text));
      }
    }
  }

  @Test
  void refusedIdsAreExplainedInTheWordsOfTheReference() {
    int compared = 0;
    for (JsonNode vector : Vectors.read("schema_ids.json").get("vectors")) {
      JsonNode message = vector.get("oracle081").get("message");
      if (message != null && !message.asText().contains("invalid hash")) {
        assertThatThrownBy(() -> SchemaId.parse(vector.get("schemaId").asText()))
            .hasMessage(message.asText());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  @Test
  void systemSchemasHaveAVersionAndNoDefinition() throws MalformedException {
    SchemaId blob = SchemaId.parse("blob_v1");
    assertThat(blob).isSameAs(SchemaId.BLOB);
    assertThat(blob.name()).isEqualTo("blob");
    assertThat(blob.isSystem()).isTrue();
    assertThat(blob.systemVersion()).isEqualTo(1);
    assertThat(blob.definition()).isEmpty();
    assertThat(SchemaId.parse("blob_v255")).isNotEqualTo(SchemaId.BLOB).hasToString("blob_v255");
  }

  @Test
  void versionsAreDecimalWithoutSignOrLeadingZeros() {
    for (String version :
        List.of("", "+1", "-1", "01", "256", "1000", "1x", "18446744073709551617")) {
      assertThatThrownBy(() -> SchemaId.parse("blob_v" + version))
          .as(version)
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("couldn't parse system schema version");
    }
  }

  @Test
  void applicationSchemasNameTheViewOfTheirDefinition() throws MalformedException {
    SchemaId id = SchemaId.parse("my_chat_" + LOW + '_' + HIGH);
    assertThat(id.name()).isEqualTo("my_chat");
    assertThat(id.isSystem()).isFalse();
    assertThat(id.definition()).contains(DocumentViewId.parse(LOW + '_' + HIGH));
    assertThat(id)
        .isEqualTo(SchemaId.application("my_chat", DocumentViewId.parse(LOW + '_' + HIGH)));
    assertThatThrownBy(id::systemVersion).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nameThatLooksLikeAnIdStaysAName() throws MalformedException {
    String name = "v" + "a".repeat(63);
    assertThat(SchemaId.parse(name + '_' + LOW).name()).isEqualTo(name);
    assertThat(SchemaId.isName("a")).isFalse();
    assertThat(SchemaId.isName("a_")).isFalse();
    assertThatThrownBy(() -> SchemaId.application("a", DocumentViewId.of(Hash.parse(LOW))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idsAreOrderedByTheirText() throws MalformedException {
    assertThat(SchemaId.parse("chat_" + LOW))
        .isLessThan(SchemaId.parse("chat_" + LOW + '_' + HIGH));
    assertThat(SchemaId.BLOB).isGreaterThan(SchemaId.BLOB_PIECE);
  }
}
