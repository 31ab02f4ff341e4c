package bambusa.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationTest {

  private static final String ID =
      "00208c2e5c0ce1ba095d491760709e560b67a38d0645dc551ad13e909865f7a5b5e9";

  @Test
  void numbersOfActionsAreThoseOnTheWire() {
    assertThat(Action.values()).containsExactly(Action.of(0), Action.of(1), Action.of(2));
    assertThat(Action.of(2)).isEqualTo(Action.DELETE);
  }

  @Test
  void operationsKeepTheirOwnCopyOfWhatTheyAreGiven() {
    Map<String, PlainValue> fields = new HashMap<>(Map.of("a", new PlainValue.Int(1)));
    Operation operation = Operation.create(SchemaId.BLOB, fields);
    fields.clear();
    assertThat(operation.fields()).containsOnlyKeys("a");
    assertThatThrownBy(() -> operation.fields().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void bytesAreCopiedInAndOut() {
    byte[] bytes = {1, 2};
    EncodedOperation encoded = new EncodedOperation(bytes);
    PlainValue.Bytes value = new PlainValue.Bytes(bytes);
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(encoded.bytes(), (byte) 0);
    Arrays.fill(value.value(), (byte) 0);
    assertThat(encoded).hasToString("0102").isEqualTo(new EncodedOperation(new byte[] {1, 2}));
    assertThat(value)
        .isEqualTo(new PlainValue.Bytes(new byte[] {1, 2}))
        .hasSameHashCodeAs(new PlainValue.Bytes(new byte[] {1, 2}));
    assertThat(value.size()).isEqualTo(2);
  }

  @Test
  void encodingIsNoPartOfWhatAnOperationSays() throws MalformedException {
    Operation e3 = Operation.delete(SchemaId.BLOB, DocumentViewId.of(Hash.parse(ID)));
    String inE2 =
        "84010267626c6f625f7631817844" + Hex.encode(ID.getBytes(StandardCharsets.US_ASCII));
    Operation e2 = OperationDecoder.decode(EncodedOperation.parse(inE2));
    assertThat(e2).isEqualTo(e3).hasSameHashCodeAs(e3);
    assertThat(e2.encoding()).isEqualTo(OperationEncoding.E2);
  }

  @Test
  void emptyListIsAListOfHashes() {
    assertThatThrownBy(() -> new PlainValue.HashLists(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new PlainValue.HashLists(List.of(List.of())).values()).containsExactly(List.of());
  }

  @Test
  void notANumberEqualsItselfAndZerosDiffer() {
    assertThat(new PlainValue.Float(Double.NaN)).isEqualTo(new PlainValue.Float(Double.NaN));
    assertThat(new PlainValue.Float(0.0)).isNotEqualTo(new PlainValue.Float(-0.0));
  }
}
