package bambusa.replication;

import bambusa.crypto.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request of a replication session. Travels as GraphQL, whatever the transport. */
public sealed interface Question {

  /** The body of the request: GraphQL over JSON. */
  String body();

  /** Who the peer is. */
  record Node() implements Question {
    @Override
    public String body() {
      return FeedQuery.node();
    }
  }

  /**
   * The feed behind a cursor.
   *
   * @param after null for the start
   */
  record Feed(@Nullable String after, TargetSet target, int first, int waitSeconds)
      implements Question {
    @Override
    public String body() {
      return FeedQuery.entriesSince(after, target, first, waitSeconds);
    }
  }

  /**
   * Which logs grew behind a cursor.
   *
   * @param after null for the start
   */
  record Heights(@Nullable String after, TargetSet target, int first, int waitSeconds)
      implements Question {
    @Override
    public String body() {
      return HeightsQuery.logHeights(after, target, first, waitSeconds);
    }
  }

  /**
   * Proofs of forks behind a cursor.
   *
   * @param after null for the start
   */
  record Proofs(@Nullable String after, TargetSet target, int first) implements Question {
    @Override
    public String body() {
      return HeightsQuery.forkProofs(after, target, first);
    }
  }

  /** How ranges of logs compare with ours. */
  record Ranges(TargetSet target, List<LogRange.Asked> ranges) implements Question {
    public Ranges {
      ranges = List.copyOf(ranges);
    }

    @Override
    public String body() {
      return HeightsQuery.logRanges(target, ranges);
    }
  }

  /** Windows of logs. */
  record Logs(List<FeedQuery.LogPart> parts, int first) implements Question {
    public Logs {
      parts = List.copyOf(parts);
    }

    @Override
    public String body() {
      return FeedQuery.entriesFromLogs(parts, first);
    }
  }

  /** Single entries. */
  record Entries(List<Hash> hashes) implements Question {
    public Entries {
      hashes = List.copyOf(hashes);
    }

    @Override
    public String body() {
      return FeedQuery.entriesByHash(hashes);
    }
  }

  /** Whether all of these entries are held; an error if not. */
  record Held(List<Hash> hashes) implements Question {
    public Held {
      hashes = List.copyOf(hashes);
    }

    @Override
    public String body() {
      return FeedQuery.heldByHash(hashes);
    }
  }

  /** Windows of logs from a peer with the standard API only (replication.md 5). */
  record StandardLogs(List<FeedQuery.LogPart> parts, int first) implements Question {
    public StandardLogs {
      parts = List.copyOf(parts);
    }

    @Override
    public String body() {
      return HeightsQuery.standardLogs(parts, first);
    }
  }
}
