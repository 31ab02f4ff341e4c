package bambusa.replication;

import bambusa.crypto.Hash;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import java.util.List;
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
    return new QueryBody(NODE).end();
  }

  /** The feed of a target set behind a cursor; null is the start. */
  public static String entriesSince(
      @Nullable String after, TargetSet target, int first, int waitSeconds) {
    return QueryBody.page(ENTRIES_SINCE, after, target, first, waitSeconds);
  }

  /** Single entries, all in one request under aliases. */
  public static String entriesByHash(List<Hash> hashes) {
    return byHash(hashes, "entry operation");
  }

  /** Whether single entries are held, without asking for them. */
  static String heldByHash(List<Hash> hashes) {
    return byHash(hashes, "__typename");
  }

  private static String byHash(List<Hash> hashes, String fields) {
    StringBuilder document = new StringBuilder("{");
    for (int i = 0; i < hashes.size(); i++) {
      document
          .append(" e")
          .append(i)
          .append(":entryByHash(hash:\"")
          .append(hashes.get(i).toString())
          .append("\"){")
          .append(fields)
          .append('}');
    }
    return new QueryBody(document.append('}').toString()).end();
  }

  public static String entriesFromLogs(List<LogPart> logs, int first) {
    QueryBody body = new QueryBody(ENTRIES_FROM_LOGS);
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
}
