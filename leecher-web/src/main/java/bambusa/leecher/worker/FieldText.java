package bambusa.leecher.worker;

import bambusa.bytes.Hex;
import bambusa.crypto.Hash;
import bambusa.leecher.js.Browser;
import bambusa.operation.DocumentViewId;
import bambusa.operation.PlainValue;
import java.util.ArrayList;
import java.util.List;

/** Values of fields as text, the members of a list on lines of their own. */
final class FieldText {

  private FieldText() {}

  static String of(PlainValue value) {
    if (value instanceof PlainValue.Bool truth) {
      return String.valueOf(truth.value());
    }
    if (value instanceof PlainValue.Int number) {
      return Long.toString(number.value());
    }
    if (value instanceof PlainValue.Float number) {
      return Browser.text(number.value());
    }
    if (value instanceof PlainValue.Str text) {
      return text.value();
    }
    if (value instanceof PlainValue.Bytes bytes) {
      return Hex.encode(bytes.value());
    }
    if (value instanceof PlainValue.Hashes hashes) {
      return lines(texts(hashes.values()));
    }
    List<String> views = new ArrayList<>();
    for (List<Hash> ids : ((PlainValue.HashLists) value).values()) {
      views.add(
          DocumentViewId.isAscending(ids) && !ids.isEmpty()
              ? new DocumentViewId(ids).toString()
              : lines(texts(ids)));
    }
    return lines(views);
  }

  private static List<String> texts(List<Hash> hashes) {
    List<String> texts = new ArrayList<>();
    for (Hash hash : hashes) {
      texts.add(hash.toString());
    }
    return texts;
  }

  private static String lines(List<String> members) {
    return String.join("\n", members);
  }
}
