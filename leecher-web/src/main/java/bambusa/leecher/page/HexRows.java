package bambusa.leecher.page;

import java.util.ArrayList;
import java.util.List;

/** Bytes in rows, cut where a field begins or ends, so that each piece can be marked. */
final class HexRows {
  /** The piece belongs to no field. */
  static final int NO_PART = -1;

  /** A field's bytes. */
  record Part(int offset, int length) {}

  /** Bytes of one field in one row; {@code text} has a blank between two bytes. */
  record Piece(int part, String text) {}

  record Row(String offset, List<Piece> pieces) {}

  private HexRows() {}

  /** Parts are in order and do not overlap. */
  static List<Row> of(String hex, List<Part> parts, int bytesPerRow) {
    List<Row> rows = new ArrayList<>();
    int count = hex.length() / 2;
    for (int start = 0; start < count; start += bytesPerRow) {
      int end = Math.min(count, start + bytesPerRow);
      rows.add(new Row(offset(start), pieces(hex, parts, start, end)));
    }
    return rows;
  }

  private static List<Piece> pieces(String hex, List<Part> parts, int start, int end) {
    List<Piece> pieces = new ArrayList<>();
    int at = start;
    while (at < end) {
      int part = partAt(parts, at);
      int until = at + 1;
      while (until < end && partAt(parts, until) == part) {
        until++;
      }
      pieces.add(new Piece(part, spaced(hex, at, until)));
      at = until;
    }
    return pieces;
  }

  private static int partAt(List<Part> parts, int at) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.offset() <= at && at < part.offset() + part.length()) {
        return i;
      }
    }
    return NO_PART;
  }

  private static String spaced(String hex, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      if (i > from) {
        text.append(' ');
      }
      text.append(hex, 2 * i, 2 * i + 2);
    }
    return text.toString();
  }

  private static String offset(int start) {
    String digits = Integer.toHexString(start);
    return digits.length() >= 4 ? digits : "0000".substring(digits.length()) + digits;
  }
}
