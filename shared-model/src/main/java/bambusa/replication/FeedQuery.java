package bambusa.replication;

import bambusa.crypto.Hash;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests of an asker (replication.md 2 and 3) as bodies of GraphQL over HTTP: fixed
 * documents, and all that changes in their variables. The texts are the same for every asker, so
 * that a relay needs to parse each only once.
 */
public final class FeedQuery {

  private static final String ENTRIES_SINCE =
      "query($after:ReplicationCursor,$target:TargetSet,$first:Int,$waitSeconds:Int){"
          + "entriesSince(after:$after,target:$target,first:$first,waitSeconds:$waitSeconds){"
          + "endCursor hasNextPage reset remaining forkProofs{first second}"
          + " entries{entry operation}}}";

  private static final String NODE =
      "{node{storeId replicationVersion schemaIds entryCount maxEntries maxWaitSeconds}}";

  private static final String ENTRIES_FROM_LOGS =
      "query($logs:[LogWindow!]!,$first:Int){entriesFromLogs(logs:$logs,first:$first){"
          + "complete entries{entry operation}}}";

  private FeedQuery() {}

  /**
   * Which entries of a log are wanted.
   *
   * @param newerThan those behind this one; null = from the start
   */
  public record LogPart(LogKey log, @Nullable SeqNum newerThan) {}

  public static String node() {
    return new Body(NODE).end();
  }

  /** The feed of a target set behind a cursor; null is the start. */
  public static String entriesSince(
      @Nullable String after, TargetSet target, int first, int waitSeconds) {
    Body body = new Body(ENTRIES_SINCE);
    if (after != null) {
      body.name("after").text(after);
    }
    body.name("target").target(target);
    body.name("first").raw(Integer.toString(first));
    body.name("waitSeconds").raw(Integer.toString(waitSeconds));
    return body.end();
  }

  /** Single entries, all in one request under aliases. */
  public static String entriesByHash(List<Hash> hashes) {
    StringBuilder document = new StringBuilder("{");
    for (int i = 0; i < hashes.size(); i++) {
      document
          .append(" e")
          .append(i)
          .append(":entryByHash(hash:\"")
          .append(hashes.get(i))
          .append("\"){entry operation}");
    }
    return new Body(document.append('}').toString()).end();
  }

  public static String entriesFromLogs(List<LogPart> logs, int first) {
    Body body = new Body(ENTRIES_FROM_LOGS);
    body.name("logs").raw("[");
    String separator = "";
    for (LogPart part : logs) {
      body.raw(separator + "{\"publicKey\":").text(part.log().author().toString());
      body.raw(",\"logId\":").text(part.log().logId().toString());
      if (part.newerThan() != null) {
        body.raw(",\"seqNum\":").text(part.newerThan().toString());
      }
      body.raw("}");
      separator = ",";
    }
    body.raw("]");
    body.name("first").raw(Integer.toString(first));
    return body.end();
  }

  /** A request body under construction: the document, then variables. */
  private static final class Body {

    private final StringBuilder json = new StringBuilder("{\"query\":");
    private boolean hasVariables;

    Body(String document) {
      text(document);
      raw(",\"variables\":{");
    }

    Body name(String variable) {
      if (hasVariables) {
        raw(",");
      }
      hasVariables = true;
      return text(variable).raw(":");
    }

    void target(TargetSet target) {
      raw("{");
      String separator = member("", "schemaIds", target.schemaIds());
      separator = member(separator, "owners", target.owners());
      member(separator, "documentIds", target.documentIds());
      raw("}");
    }

    private String member(
        String separator, String name, Optional<? extends Collection<?>> restriction) {
      if (restriction.isEmpty()) {
        return separator;
      }
      raw(separator).text(name).raw(":[");
      String comma = "";
      for (Object id : restriction.get()) {
        raw(comma).text(id.toString());
        comma = ",";
      }
      raw("]");
      return ",";
    }

    Body raw(String text) {
      json.append(text);
      return this;
    }

    /** A text of JSON; what a relay gave us as its cursor may hold anything. */
    Body text(String text) {
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

    String end() {
      return json.append("}}").toString();
    }
  }
}
