package bambusa.relay.graphql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as JSON in one pass. Bytes become hex in a buffer of this writer's, not strings:
 * a page is almost nothing else. Used by one thread, for one answer.
 */
final class AnswerWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private static final byte[] HIGH = new byte[256];
  private static final byte[] LOW = new byte[256];

  static {
    byte[] digits = {
      '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    for (int octet = 0; octet < 256; octet++) {
      HIGH[octet] = digits[octet >> 4];
      LOW[octet] = digits[octet & 15];
    }
  }

  private static final int HEX_BUFFER_SIZE = 1 << 10;

  private final JsonGenerator json;
  private byte[] hex = new byte[HEX_BUFFER_SIZE];

  private AnswerWriter(JsonGenerator json) {
    this.json = json;
  }

  /** Writes the members of an answer in their order and leaves the stream open. */
  static void write(Map<String, ?> answer, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      // Flushing a compressor in the middle costs size.
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      new AnswerWriter(json).value(answer);
    }
  }

  private void value(@Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof byte[] bytes) {
      hex(bytes);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else if (value instanceof Selection.Selected selected) {
      selected(selected.value(), selected.selection());
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof List<?> list) {
      array(list);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private void object(Map<?, ?> members) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      json.writeFieldName((String) member.getKey());
      value(member.getValue());
    }
    json.writeEndObject();
  }

  private void array(List<?> items) throws IOException {
    json.writeStartArray();
    for (Object item : items) {
      value(item);
    }
    json.writeEndArray();
  }

  private void selected(@Nullable Object value, Selection selection) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof List<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        selected(item, selection);
      }
      json.writeEndArray();
    } else {
      row((Answerable) value, selection);
    }
  }

  private void row(Answerable object, Selection selection) throws IOException {
    json.writeStartObject();
    for (Selection.Column column : selection.columns()) {
      json.writeFieldName(column.key());
      Selection below = column.below();
      if (column.constant() != null) {
        json.writeString(column.constant());
      } else if (below != null) {
        selected(object.field(column.field()), below);
      } else {
        value(object.field(column.field()));
      }
    }
    json.writeEndObject();
  }

  private void hex(byte[] bytes) throws IOException {
    int length = bytes.length * 2;
    if (hex.length < length) {
      hex = new byte[length];
    }
    byte[] digits = hex;
    for (int i = 0; i < bytes.length; i++) {
      int octet = bytes[i] & 0xff;
      digits[2 * i] = HIGH[octet];
      digits[2 * i + 1] = LOW[octet];
    }
    json.writeRawUTF8String(digits, 0, length);
  }
}
