package bambusa.relay.graphql;

import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.StoredEntry;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The three replication queries of nodes of 2022, as v0.4.0 answers them (p2panda.md 5.1), but that
 * {@code after} and {@code hasNextPage} tell the truth (5.2, last paragraph).
 */
final class StandardQueries {

  /** Rows read at a time, so that a page of large operations is cut before it fills the memory. */
  private static final int ROWS_AT_A_TIME = 100;

  private final EntryReader store;

  StandardQueries(EntryReader store) {
    this.store = store;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type(
        "Query",
        type ->
            type.dataFetcher("entryByHash", this::entryByHash)
                .dataFetcher("entryByLogIdAndSeqNum", this::entryByLogIdAndSeqNum)
                .dataFetcher("entriesNewerThanSeqNum", this::entriesNewerThanSeqNum));
  }

  private Answers.EntryAndOperation entryByHash(DataFetchingEnvironment field) {
    Hash hash = new Arguments(field.getArguments()).hash();
    StoredEntry stored =
        store
            .entryByHash(hash)
            .orElseThrow(() -> notFound("Entry with hash " + hash + " could not be found"));
    return single(field, stored);
  }

  private Answers.EntryAndOperation entryByLogIdAndSeqNum(DataFetchingEnvironment field) {
    Arguments arguments = new Arguments(field.getArguments());
    LogPosition position = new LogPosition(arguments.log(), arguments.seqNum());
    StoredEntry stored =
        store
            .entryAt(position)
            .orElseThrow(
                () ->
                    notFound(
                        "Entry with log id "
                            + position.log().logId()
                            + ", sequence number "
                            + position.seqNum()
                            + " and public key "
                            + position.log().author()
                            + " could not be found"));
    return single(field, stored);
  }

  private static GraphQlFault notFound(String message) {
    return new GraphQlFault(GraphQlErrorCode.NOT_FOUND, message);
  }

  private Answers.EntryAndOperation single(DataFetchingEnvironment field, StoredEntry stored) {
    RequestContext request = RequestContext.of(field.getGraphQlContext());
    request.pageBytes();
    request.read(size(stored.encoded()));
    return PageEntries.of(field, store, "certificatePool").answer(List.of(stored)).get(0);
  }

  private Answers.Connection entriesNewerThanSeqNum(DataFetchingEnvironment field) {
    Arguments arguments = new Arguments(field.getArguments());
    LogKey log = arguments.log();
    SeqNum start = greater(arguments.optionalSeqNum(), arguments.afterSeqNum());
    int first =
        arguments.first(GraphQlLimits.DEFAULT_STANDARD_PAGE, GraphQlLimits.MAX_STANDARD_PAGE);
    List<StoredEntry> page = new ArrayList<>();
    boolean hasNextPage = first > 0 && read(field, new LogPage(log, start, first), page);
    List<Answers.EntryAndOperation> nodes =
        PageEntries.of(field, store, "edges/node/certificatePool").answer(page);
    List<Answers.Edge> edges = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      edges.add(new Answers.Edge(nodes.get(i), page.get(i).position().seqNum()));
    }
    return new Answers.Connection(edges, start != null, hasNextPage);
  }

  private static @Nullable SeqNum greater(@Nullable SeqNum seqNum, @Nullable SeqNum after) {
    if (seqNum == null || after == null) {
      return seqNum == null ? after : seqNum;
    }
    return seqNum.compareTo(after) > 0 ? seqNum : after;
  }

  /**
   * Whether there is more behind the page, because one row more was found or the bytes are full.
   */
  private boolean read(DataFetchingEnvironment field, LogPage wanted, List<StoredEntry> page) {
    RequestContext request = RequestContext.of(field.getGraphQlContext());
    long left = request.pageBytes();
    SeqNum after = wanted.after;
    while (true) {
      int rows = Math.min(ROWS_AT_A_TIME, wanted.first + 1 - page.size());
      List<StoredEntry> found = store.entriesNewerThan(wanted.log, after, rows);
      for (StoredEntry entry : found) {
        int size = size(entry.encoded());
        left -= size;
        if (page.size() == wanted.first || (left < 0 && !page.isEmpty())) {
          return true;
        }
        request.read(size);
        page.add(entry);
        after = entry.position().seqNum();
      }
      if (found.size() < rows) {
        return false;
      }
    }
  }

  private static int size(EncodedEntryAndOperation encoded) {
    int operation = encoded.operation() == null ? 0 : encoded.operation().size();
    return encoded.entry().size() + operation;
  }

  private record LogPage(LogKey log, @Nullable SeqNum after, int first) {}
}
