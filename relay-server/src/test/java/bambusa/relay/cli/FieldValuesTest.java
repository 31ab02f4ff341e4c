package bambusa.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.schema.FieldType;
import bambusa.schema.RelationKind;
import bambusa.schema.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FieldValuesTest {

  private static final Hash A = lesser(Hash.of(new byte[] {1}), Hash.of(new byte[] {2}));
  private static final Hash B =
      A.equals(Hash.of(new byte[] {1})) ? Hash.of(new byte[] {2}) : Hash.of(new byte[] {1});

  @TempDir Path directory;

  @Test
  void basicValuesAreReadAsTheirTypesSay() throws Exception {
    assertThat(value("bool", "true")).isEqualTo(new PlainValue.Bool(true));
    assertThat(value("int", "-3")).isEqualTo(new PlainValue.Int(-3));
    assertThat(value("float", "3")).isEqualTo(new PlainValue.Float(3.0));
    assertThat(value("float", "-1.5e3")).isEqualTo(new PlainValue.Float(-1500));
    assertThat(value("str", "a=b @c")).isEqualTo(new PlainValue.Str("a=b @c"));
    assertThat(value("str", "")).isEqualTo(new PlainValue.Str(""));
    assertThat(value("bytes", "00ff")).isEqualTo(new PlainValue.Bytes(new byte[] {0, -1}));
  }

  @Test
  void bytesCanComeFromAFile() throws Exception {
    Files.write(directory.resolve("picture"), new byte[] {7, 8});

    assertThat(value("bytes", "@picture")).isEqualTo(new PlainValue.Bytes(new byte[] {7, 8}));
    assertRefused("bytes", "@absent", "cannot read " + directory.resolve("absent"));
  }

  @Test
  void relationsAreReadAsIds() throws Exception {
    assertThat(relation(RelationKind.RELATION, A.toString()))
        .isEqualTo(new PlainValue.Bytes(A.bytes()));
    assertThat(relation(RelationKind.RELATION_LIST, B + "," + A))
        .isEqualTo(new PlainValue.Hashes(List.of(B, A)));
    assertThat(relation(RelationKind.RELATION_LIST, ""))
        .isEqualTo(new PlainValue.Hashes(List.of()));
    assertThat(relation(RelationKind.PINNED_RELATION, A + "_" + B))
        .isEqualTo(new PlainValue.Hashes(List.of(A, B)));
    assertThat(relation(RelationKind.PINNED_RELATION_LIST, B + "," + A + "_" + B))
        .isEqualTo(new PlainValue.HashLists(List.of(List.of(B), List.of(A, B))));
    assertThat(relation(RelationKind.PINNED_RELATION_LIST, ""))
        .isEqualTo(new PlainValue.Hashes(List.of()));
  }

  @Test
  void wrongValueSaysWhatWasExpectedAndWhatCame() {
    assertRefused("bool", "yes", "field 'f': expected true or false, got 'yes'");
    assertRefused("int", "1.0", "field 'f': expected a whole number", "got '1.0'");
    assertRefused("int", "9223372036854775808", "expected a whole number");
    assertRefused("float", "0x1p3", "field 'f': expected a number like 1.5, got '0x1p3'");
    assertRefused("float", "1f", "got '1f'");
    assertRefused("bytes", "0g", "field 'f': expected hex digits");
    assertRefused("relation(blob_v1)", "abc", "field 'f': expected a hash of 68 hex digits");
  }

  @Test
  void unknownFieldIsAnsweredWithTheOnesThereAre() {
    Schema schema = schema(Map.of("title", FieldType.Basic.STR, "done", FieldType.Basic.BOOL));

    assertThatThrownBy(() -> new FieldValues(schema, directory).parse(List.of("titel=x")))
        .isInstanceOf(WrongUseException.class)
        .hasMessage("schema task has no field 'titel'; it has done:bool, title:str");
  }

  @Test
  void fieldGivenTwiceIsRefused() {
    Schema schema = schema(Map.of("title", FieldType.Basic.STR));

    assertThatThrownBy(() -> new FieldValues(schema, directory).parse(List.of("title=", "title=")))
        .hasMessage("field 'title' is given twice");
    assertThatThrownBy(() -> new FieldValues(schema, directory).parse(List.of("title")))
        .hasMessage("expected field=value, got 'title'");
  }

  private void assertRefused(String type, String text, String... parts) {
    assertThatThrownBy(() -> value(type, text))
        .isInstanceOf(WrongUseException.class)
        .message()
        .contains(parts);
  }

  private PlainValue relation(RelationKind kind, String text) throws Exception {
    return value(kind + "(blob_v1)", text);
  }

  private PlainValue value(String type, String text) throws Exception {
    Schema schema = schema(Map.of("f", FieldType.parse(type)));
    return new FieldValues(schema, directory).parse(List.of("f=" + text)).get("f");
  }

  private static Schema schema(Map<String, FieldType> fields) {
    return new Schema(SchemaId.application("task", DocumentViewId.of(A)), "", fields);
  }

  private static Hash lesser(Hash one, Hash other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
