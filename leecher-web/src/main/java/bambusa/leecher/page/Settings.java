package bambusa.leecher.page;

import bambusa.leecher.js.Browser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the reader chose; kept beyond the visit.
 *
 * @param relay the GraphQL endpoint, or several with spaces between them, the preferred one first
 * @param schemas ids; empty for all that the relay shares
 * @param following false after the reader stopped the leecher
 */
record Settings(String relay, List<String> schemas, boolean following) {
  private static final String RELAY = "bambusa.relay";
  private static final String SCHEMAS = "bambusa.schemas";
  private static final String FOLLOWING = "bambusa.following";

  Settings {
    schemas = new ArrayList<>(schemas);
  }

  /** As last kept; else the relay that served this page, and everything it shares. */
  static Settings kept() {
    String relay = Browser.kept(RELAY);
    String schemas = Browser.kept(SCHEMAS);
    return new Settings(
        relay == null ? RelayAddress.endpoint(Browser.origin()) : relay,
        schemas == null || schemas.isEmpty() ? new ArrayList<>() : split(schemas),
        !"no".equals(Browser.kept(FOLLOWING)));
  }

  /** A browser that keeps nothing still follows the choice until the page is closed. */
  void keep() {
    boolean kept =
        Browser.keep(RELAY, relay)
            && Browser.keep(SCHEMAS, joined())
            && Browser.keep(FOLLOWING, following ? "yes" : "no");
    if (!kept) {
      Browser.note("The choice of relay and schemas is not kept beyond this visit.");
    }
  }

  Settings withFollowing(boolean nowFollowing) {
    return new Settings(relay, schemas, nowFollowing);
  }

  /** For the worker: null stands for all. */
  String @Nullable [] schemaIds() {
    return schemas.isEmpty() ? null : schemas.toArray(new String[0]);
  }

  String summary() {
    String which =
        switch (schemas.size()) {
          case 0 -> "all schemas";
          case 1 -> Names.schema(schemas.get(0));
          default -> schemas.size() + " schemas";
        };
    return RelayAddress.display(relay) + " · " + which;
  }

  private String joined() {
    StringBuilder joined = new StringBuilder();
    for (String schema : schemas) {
      joined.append(joined.length() == 0 ? "" : "\n").append(schema);
    }
    return joined.toString();
  }

  private static List<String> split(String lines) {
    List<String> split = new ArrayList<>();
    int from = 0;
    for (int to = lines.indexOf('\n'); to >= 0; to = lines.indexOf('\n', from)) {
      split.add(lines.substring(from, to));
      from = to + 1;
    }
    split.add(lines.substring(from));
    return split;
  }
}
