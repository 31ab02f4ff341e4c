package bambusa.replication;

import bambusa.ingest.EncodedEntryAndOperation;
import java.util.List;

/** What a peer answered to a {@link Question}. Nothing in it is verified. */
public sealed interface Reply {

  record Node(NodeInfo node) implements Reply {}

  record Feed(FeedPage page) implements Reply {}

  /**
   * Logs that grew, in that order.
   *
   * @param forkProofs with an arrival index that this page covers
   * @param reset whether the cursor asked from was of another store
   */
  record Heights(
      List<LogHeight> logs,
      List<FeedPage.EncodedForkProof> forkProofs,
      String endCursor,
      boolean hasNextPage,
      boolean reset)
      implements Reply {
    public Heights {
      logs = List.copyOf(logs);
      forkProofs = List.copyOf(forkProofs);
    }
  }

  /** Proofs of forks. Its last cursor is that of the whole store. */
  record Proofs(List<FeedPage.EncodedForkProof> forkProofs, String endCursor, boolean hasNextPage)
      implements Reply {
    public Proofs {
      forkProofs = List.copyOf(forkProofs);
    }
  }

  record Ranges(List<LogRange> ranges) implements Reply {
    public Ranges {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * Entries asked for by log.
   *
   * @param complete whether nothing of the windows was left out
   */
  record Logs(List<EncodedEntryAndOperation> entries, boolean complete) implements Reply {
    public Logs {
      entries = List.copyOf(entries);
    }
  }

  /** The entries that were found of those asked for by hash. */
  record Entries(List<EncodedEntryAndOperation> entries) implements Reply {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /** All the entries asked about are held. */
  record Held() implements Reply {}

  /** A page for each asked window, in its order; windows the peer left out are empty. */
  record StandardLogs(List<StandardPage> pages) implements Reply {
    public StandardLogs {
      pages = List.copyOf(pages);
    }
  }

  /** Entries of one window of a standard query. */
  record StandardPage(List<EncodedEntryAndOperation> entries, boolean hasNextPage) {
    public StandardPage {
      entries = List.copyOf(entries);
    }
  }

  /** The peer does not know or not allow what was asked: the messages of its GraphQL errors. */
  record Errors(List<String> messages) implements Reply {
    public Errors {
      messages = List.copyOf(messages);
    }
  }
}
