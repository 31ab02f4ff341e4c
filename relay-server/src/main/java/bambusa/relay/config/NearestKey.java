package bambusa.relay.config;

import java.util.List;

/** Finds the key that a mistyped one most likely meant. */
final class NearestKey {

  private NearestKey() {}

  /** Asks whether a key was meant that looks alike; says nothing where none does. */
  static String question(String typed, List<String> keys) {
    String nearest = to(typed, keys);
    return changes(typed, nearest) <= Math.max(2, typed.length() / 2)
        ? "; did you mean '" + nearest + "'?"
        : "";
  }

  /** The key that takes the fewest changes of single characters to reach. */
  private static String to(String typed, List<String> keys) {
    String nearest = "";
    int fewest = Integer.MAX_VALUE;
    for (String key : keys) {
      int changes = changes(typed, key);
      if (changes < fewest) {
        nearest = key;
        fewest = changes;
      }
    }
    return nearest;
  }

  /** Levenshtein distance, one row at a time. */
  private static int changes(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
