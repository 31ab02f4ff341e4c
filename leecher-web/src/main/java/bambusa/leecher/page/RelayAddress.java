package bambusa.leecher.page;

/** The address of a relay as people write it, and as it is asked. */
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

  /** The endpoint without what is the same for every relay. */
  static String display(String endpoint) {
    return endpoint.endsWith(PATH)
        ? endpoint.substring(0, endpoint.length() - PATH.length())
        : endpoint;
  }
}
