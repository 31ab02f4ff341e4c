package bambusa.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DocumentViewIdTest {

  private static final JsonNode VECTOR = Vectors.read("primitives.json").get("documentViewHash");

  @Test
  void textIsTheAscendingIdsJoined() throws MalformedException {
    List<Hash> ids = PlainValues.hashes(VECTOR.get("operationIds"));
    DocumentViewId viewId = DocumentViewId.ofTips(ids);
    assertThat(viewId).hasToString(VECTOR.get("viewId").asText());
    assertThat(DocumentViewId.parse(viewId.toString())).isEqualTo(viewId);
    assertThat(DocumentViewId.parse(viewId.toString().toUpperCase(Locale.ROOT))).isEqualTo(viewId);
    assertThat(DocumentViewId.ofTips(List.of(ids.get(2), ids.get(0), ids.get(1), ids.get(0))))
        .isEqualTo(viewId);
  }

  @Test
  void hashCoversTheConcatenatedIds() throws MalformedException {
    assertThat(DocumentViewId.parse(VECTOR.get("viewId").asText()).hash())
        .hasToString(VECTOR.get("hash").asText());
  }

  @Test
  void noneUnsortedOrRepeatedIdsAreRefused() throws MalformedException {
    List<Hash> ids = PlainValues.hashes(VECTOR.get("operationIds"));
    String first = ids.get(0).toString();
    assertThatThrownBy(() -> new DocumentViewId(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DocumentViewId(List.of(ids.get(1), ids.get(0))))
        .isInstanceOf(IllegalArgumentException.class);
    for (String text :
        List.of("", "_", first + '_', '_' + first, first + '_' + first, ids.get(1) + "_" + first)) {
      assertThatThrownBy(() -> DocumentViewId.parse(text))
          .as(text)
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void orderIsThatOfTheText() throws MalformedException {
    List<Hash> ids = PlainValues.hashes(VECTOR.get("operationIds"));
    DocumentViewId one = DocumentViewId.of(ids.get(0));
    DocumentViewId two = new DocumentViewId(ids.subList(0, 2));
    DocumentViewId other = DocumentViewId.of(ids.get(1));
    assertThat(one).isLessThan(two);
    assertThat(two).isLessThan(other);
    assertThat(other).isGreaterThan(one);
  }
}
