package bambusa.replication;

import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request body under construction: the document, then variables. */
final class QueryBody {

  private final StringBuilder json = new StringBuilder("{\"query\":");
  private boolean hasVariables;

  QueryBody(String document) {
    text(document);
    raw(",\"variables\":{");
  }

  QueryBody name(String variable) {
    if (hasVariables) {
      raw(",");
    }
    hasVariables = true;
    return text(variable).raw(":");
  }

  void target(TargetSet target) {
    raw("{");
    String separator = member("", "schemaIds", target.schemaIds(), SchemaId::toString);
    separator = member(separator, "owners", target.owners(), PublicKey::toString);
    member(separator, "documentIds", target.documentIds(), DocumentId::toString);
    raw("}");
  }

  private <T> String member(
      String separator, String name, Optional<Set<T>> restriction, Function<T, String> id) {
    if (restriction.isEmpty()) {
      return separator;
    }
    raw(separator).text(name).raw(":[");
    String comma = "";
    for (T each : restriction.get()) {
      raw(comma).text(id.apply(each));
      comma = ",";
    }
    raw("]");
    return ",";
  }

  QueryBody raw(String text) {
    json.append(text);
    return this;
  }

  /** A text of JSON; what a relay gave us as its cursor may hold anything. */
  QueryBody text(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(c < 16 ? "\\u000" : "\\u00").append(Integer.toHexString(c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
    return this;
  }

  /** The variables that every query of pages has. */
  static String page(
      String document, @Nullable String after, TargetSet target, int first, int waitSeconds) {
    QueryBody body = new QueryBody(document);
    if (after != null) {
      body.name("after").text(after);
    }
    body.name("target").target(target);
    body.name("first").raw(Integer.toString(first));
    body.name("waitSeconds").raw(Integer.toString(waitSeconds));
    return body.end();
  }

  String end() {
    return json.append("}}").toString();
  }
}
