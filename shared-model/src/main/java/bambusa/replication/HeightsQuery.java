package bambusa.replication;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests by which relays compare what they hold (replication.md 2 and 5), as bodies of
 * GraphQL over HTTP.
 */
final class HeightsQuery {

  private static final String LOG_HEIGHTS =
      "query($after:ReplicationCursor,$target:TargetSet,$first:Int,$waitSeconds:Int){"
          + "logHeights(after:$after,target:$target,first:$first,waitSeconds:$waitSeconds){"
          + "endCursor hasNextPage reset forkProofs{first second} authors{publicKey logs}}}";

  private static final String LOG_RANGES =
      "query($target:TargetSet,$ranges:[LogRangeInput!]!){"
          + "logRanges(target:$target,ranges:$ranges){"
          + "to fingerprint authors{publicKey logs}}}";

  private static final String FORK_PROOFS =
      "query($after:ReplicationCursor,$target:TargetSet,$first:Int){"
          + "forkProofs(after:$after,target:$target,first:$first){"
          + "endCursor hasNextPage proofs{first second}}}";

  private HeightsQuery() {}

  static String forkProofs(@Nullable String after, TargetSet target, int first) {
    QueryBody body = new QueryBody(FORK_PROOFS);
    if (after != null) {
      body.name("after").text(after);
    }
    body.name("target").target(target);
    return body.name("first").raw(Integer.toString(first)).end();
  }

  static String logHeights(@Nullable String after, TargetSet target, int first, int waitSeconds) {
    return QueryBody.page(LOG_HEIGHTS, after, target, first, waitSeconds);
  }

  static String logRanges(TargetSet target, List<LogRange.Asked> ranges) {
    QueryBody body = new QueryBody(LOG_RANGES);
    body.name("target").target(target);
    body.name("ranges").raw("[");
    String separator = "";
    for (LogRange.Asked range : ranges) {
      body.raw(separator).raw("{");
      body.text("from").raw(":").text(range.from().toString());
      if (range.to() != null) {
        body.raw(",").text("to").raw(":").text(range.to().toString());
      }
      if (range.fingerprint() != null) {
        body.raw(",").text("fingerprint").raw(":").text(range.fingerprint().toString());
      }
      body.raw("}");
      separator = ",";
    }
    return body.raw("]").end();
  }

  /**
   * All windows in one request under aliases; numbers as strings, arguments inline: what a v0.4.0
   * node reads.
   */
  static String standardLogs(List<FeedQuery.LogPart> parts, int first) {
    StringBuilder document = new StringBuilder("{");
    for (int i = 0; i < parts.size(); i++) {
      FeedQuery.LogPart part = parts.get(i);
      document.append(" l").append(i).append(":entriesNewerThanSeqNum(logId:\"");
      document.append(part.log().logId()).append("\",publicKey:\"").append(part.log().author());
      document.append('"');
      if (part.newerThan() != null) {
        document.append(",seqNum:\"").append(part.newerThan()).append('"');
      }
      document.append(",first:").append(first);
      document.append("){edges{node{entry operation}} pageInfo{hasNextPage}}");
    }
    return new QueryBody(document.append('}').toString()).end();
  }
}
