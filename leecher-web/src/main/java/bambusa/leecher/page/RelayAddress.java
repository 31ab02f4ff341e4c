package bambusa.leecher.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Addresses of relays as people write them, and as they are asked; several have a space between
 * them.
 */
final class RelayAddress {
  private static final String PATH = "/graphql";

  private RelayAddress() {}

  /** What to hand to the browser's own parser: people leave the scheme out. */
  static String withScheme(String typed) {
    String address = typed.trim();
    return address.contains("://") ? address : "http://" + address;
  }

  /** The GraphQL endpoint: a bare origin gets the path that relays answer at. */
  static String endpoint(String url) {
    int path = url.indexOf('/', url.indexOf("://") + 3);
    if (path < 0) {
      return url + PATH;
    }
    return path == url.length() - 1 ? url.substring(0, path) + PATH : url;
  }

  /** The endpoints without what is the same for every relay. */
  static String display(String endpoints) {
    StringBuilder shown = new StringBuilder();
    for (String endpoint : words(endpoints)) {
      shown.append(shown.length() == 0 ? "" : " ");
      shown.append(
          endpoint.endsWith(PATH)
              ? endpoint.substring(0, endpoint.length() - PATH.length())
              : endpoint);
    }
    return shown.toString();
  }

  /** What stands between spaces. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int end = 0; end <= text.length(); end++) {
      if (end == text.length() || text.charAt(end) == ' ') {
        if (end > start) {
          words.add(text.substring(start, end));
        }
        start = end + 1;
      }
    }
    return words;
  }
}
