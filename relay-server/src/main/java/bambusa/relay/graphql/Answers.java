package bambusa.relay.graphql;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.ForkProof;
import bambusa.ingest.NextArgs;
import bambusa.log.SeqNum;
import bambusa.operation.SchemaId;
import bambusa.relay.storage.FeedPage;
import bambusa.relay.storage.ForkProofsPage;
import bambusa.relay.storage.LogHeightsPage;
import bambusa.relay.storage.LogWindowsPage;
import bambusa.relay.storage.StoreCounts;
import bambusa.replication.LogBound;
import bambusa.replication.LogHeight;
import bambusa.replication.LogRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object types of the API, field by field in the order of schema.graphqls. */
final class Answers {

  private static final int REPLICATION_VERSION = 1;

  private Answers() {}

  /** Type {@code NextArguments}. */
  record NextArguments(NextArgs args) implements Answerable {
    @Override
    public @Nullable Object field(String name) {
      return switch (name) {
        case "logId" -> args.logId().toString();
        case "seqNum" -> args.seqNum().toString();
        case "backlink" -> args.backlink() == null ? null : args.backlink().toString();
        case "skiplink" -> args.skiplink() == null ? null : args.skiplink().toString();
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /**
   * Type {@code EncodedEntryAndOperation}.
   *
   * @param certificatePool empty where nobody asked for it
   */
  record EntryAndOperation(EncodedEntryAndOperation encoded, List<byte[]> certificatePool)
      implements Answerable {
    @Override
    public @Nullable Object field(String name) {
      return switch (name) {
        case "entry" -> encoded.entry().bytes();
        case "operation" -> encoded.operation() == null ? null : encoded.operation().bytes();
        case "certificatePool" -> certificatePool;
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /** Type {@code EncodedEntryAndOperationConnection}. */
  record Connection(List<Edge> edges, boolean hasPreviousPage, boolean hasNextPage)
      implements Answerable {
    @Override
    public Object field(String name) {
      return switch (name) {
        case "pageInfo" -> new PageInfo(this);
        case "edges" -> edges;
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /** Type {@code EncodedEntryAndOperationEdge}. */
  record Edge(EntryAndOperation node, SeqNum seqNum) implements Answerable {
    @Override
    public Object field(String name) {
      return switch (name) {
        case "node" -> node;
        case "cursor" -> seqNum.toString();
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /** Type {@code PageInfo}. */
  record PageInfo(Connection page) implements Answerable {
    @Override
    public @Nullable Object field(String name) {
      return switch (name) {
        case "hasPreviousPage" -> page.hasPreviousPage;
        case "hasNextPage" -> page.hasNextPage;
        case "startCursor" -> cursor(0);
        case "endCursor" -> cursor(page.edges.size() - 1);
        default -> throw Answerable.unknown(name);
      };
    }

    private @Nullable Object cursor(int index) {
      return page.edges.isEmpty() ? null : page.edges.get(index).seqNum().toString();
    }
  }

  /**
   * Type {@code NodeInfo}.
   *
   * @param schemaIds null when everything is shared
   */
  record Node(
      String storeId,
      String version,
      @Nullable List<SchemaId> schemaIds,
      StoreCounts counts,
      GraphQlLimits limits)
      implements Answerable {
    @Override
    public @Nullable Object field(String name) {
      return switch (name) {
        case "storeId" -> storeId;
        case "version" -> version;
        case "replicationVersion" -> REPLICATION_VERSION;
        case "schemaIds" ->
            schemaIds == null ? null : schemaIds.stream().map(SchemaId::toString).toList();
        case "entryCount" -> Long.toUnsignedString(counts.entries());
        case "logCount" -> Long.toUnsignedString(counts.logs());
        case "authorCount" -> Long.toUnsignedString(counts.authors());
        case "maxEntries" -> limits.maxEntries();
        case "maxBytes" -> limits.maxBytes();
        case "maxLogs" -> limits.maxLogs();
        case "maxWaitSeconds" -> limits.maxWaitSeconds();
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /** Type {@code EntriesSincePage}. */
  record Feed(FeedPage page, List<EntryAndOperation> entries) implements Answerable {
    @Override
    public Object field(String name) {
      return switch (name) {
        case "entries" -> entries;
        case "forkProofs" -> proofs(page.forkProofs());
        case "endCursor" -> page.endCursor().toString();
        case "hasNextPage" -> page.hasNextPage();
        case "reset" -> page.reset();
        case "remaining" -> Long.toUnsignedString(page.remaining());
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /** Type {@code LogHeightsPage}. */
  record Heights(LogHeightsPage page) implements Answerable {
    @Override
    public Object field(String name) {
      return switch (name) {
        case "authors" ->
            Author.of(page.heights().stream().map(bambusa.relay.storage.LogHeight::told).toList());
        case "forkProofs" -> proofs(page.forkProofs());
        case "endCursor" -> page.endCursor().toString();
        case "hasNextPage" -> page.hasNextPage();
        case "reset" -> page.reset();
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /** Type {@code AuthorHeights}. */
  record Author(String publicKey, List<String> logs) implements Answerable {

    /** Logs by author, both in the order in which they come first. */
    static List<Author> of(List<LogHeight> heights) {
      Map<Object, List<String>> byAuthor = new LinkedHashMap<>();
      for (LogHeight height : heights) {
        byAuthor
            .computeIfAbsent(height.log().author(), author -> new ArrayList<>())
            .add(height.text());
      }
      List<Author> authors = new ArrayList<>();
      byAuthor.forEach((author, logs) -> authors.add(new Author(author.toString(), logs)));
      return authors;
    }

    @Override
    public Object field(String name) {
      return switch (name) {
        case "publicKey" -> publicKey;
        case "logs" -> logs;
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /** Type {@code LogRange}. */
  record Range(LogRange range) implements Answerable {
    @Override
    public @Nullable Object field(String name) {
      return switch (name) {
        case "from" -> range.from().equals(LogBound.LOWEST) ? null : range.from().toString();
        case "to" -> range.to() == null ? null : range.to().toString();
        case "count" -> Long.toUnsignedString(range.count());
        case "fingerprint" -> range.fingerprint().toString();
        case "authors" -> range.heights() == null ? null : Author.of(range.heights());
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /** Type {@code EntriesFromLogsPage}. */
  record Windows(LogWindowsPage page, List<EntryAndOperation> entries) implements Answerable {
    @Override
    public Object field(String name) {
      return switch (name) {
        case "entries" -> entries;
        case "complete" -> page.complete();
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /** Type {@code ForkProof}. */
  record Proof(ForkProof proof) implements Answerable {
    @Override
    public Object field(String name) {
      return switch (name) {
        case "publicKey" -> proof.logKey().author().toString();
        case "logId" -> proof.logKey().logId().toString();
        case "seqNum" -> proof.seqNum().toString();
        case "first" -> proof.first().encoded().bytes();
        case "second" -> proof.second().encoded().bytes();
        default -> throw Answerable.unknown(name);
      };
    }
  }

  /** Type {@code ForkProofsPage}. */
  record Proofs(ForkProofsPage page) implements Answerable {
    @Override
    public Object field(String name) {
      return switch (name) {
        case "proofs" -> proofs(page.proofs());
        case "endCursor" -> page.endCursor().toString();
        case "hasNextPage" -> page.hasNextPage();
        default -> throw Answerable.unknown(name);
      };
    }
  }

  private static List<Proof> proofs(List<ForkProof> proofs) {
    return proofs.stream().map(Proof::new).toList();
  }
}
