package bambusa.relay.graphql;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.operation.SchemaId;
import bambusa.relay.ingest.ArrivalSignal;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.FeedPage;
import bambusa.relay.storage.LogHeightsPage;
import bambusa.relay.storage.LogWindowsPage;
import bambusa.relay.storage.PageLimits;
import bambusa.relay.storage.ReplicationCursor;
import bambusa.replication.TargetSet;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The queries by which nodes and leechers replicate (replication.md 2). */
final class ReplicationQueries {

  private static final String POOL = "entries/certificatePool";

  private final EntryReader store;
  private final ArrivalSignal arrivals;
  private final HeldQueries held;
  private final GraphQlLimits limits;
  private final String version;
  private final @Nullable List<SchemaId> sharedSchemas;

  ReplicationQueries(RelayParts relay, HeldQueries held, GraphQlLimits limits) {
    this.store = relay.store();
    this.arrivals = relay.arrivals();
    this.held = held;
    this.limits = limits;
    this.version = relay.version();
    this.sharedSchemas = relay.sharedSchemas();
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type(
        "Query",
        type ->
            type.dataFetcher("node", this::node)
                .dataFetcher("entriesSince", this::entriesSince)
                .dataFetcher("logHeights", this::logHeights)
                .dataFetcher("entriesFromLogs", this::entriesFromLogs)
                .dataFetcher("forkProofs", this::forkProofs));
  }

  private Answers.Node node(DataFetchingEnvironment field) {
    return new Answers.Node(
        store.storeId().toString(), version, sharedSchemas, store.counts(), limits);
  }

  private CompletableFuture<Answers.Feed> entriesSince(DataFetchingEnvironment field) {
    Arguments arguments = new Arguments(field.getArguments());
    ReplicationCursor after = arguments.cursor();
    TargetSet target = arguments.target();
    int first = arguments.first(limits.maxEntries(), limits.maxEntries());
    int waitSeconds = arguments.waitSeconds(limits.maxWaitSeconds());
    RequestContext request = RequestContext.of(field.getGraphQlContext());
    HeldQueries.Wait<FeedPage> wait =
        new HeldQueries.Wait<>(
            () -> store.entriesSince(after, target, pageLimits(request, first)),
            page -> first > 0 && page.isEmpty() && !page.reset(),
            page -> arrival(target, page.endCursor(), waitSeconds),
            page -> store.entriesSince(page.endCursor(), target, pageLimits(request, first)));
    PageEntries shown = PageEntries.of(field, store, POOL);
    return held.hold(request, waitSeconds, wait)
        .thenApply(
            page -> {
              request.read(size(page.entries()));
              return new Answers.Feed(page, shown.answerEncoded(page.entries()));
            });
  }

  private CompletableFuture<Answers.Heights> logHeights(DataFetchingEnvironment field) {
    Arguments arguments = new Arguments(field.getArguments());
    ReplicationCursor after = arguments.cursor();
    TargetSet target = arguments.target();
    int first = arguments.first(limits.maxLogs(), limits.maxLogs());
    int waitSeconds = arguments.waitSeconds(limits.maxWaitSeconds());
    HeldQueries.Wait<LogHeightsPage> wait =
        new HeldQueries.Wait<>(
            () -> store.logHeights(after, target, first),
            page -> first > 0 && page.isEmpty() && !page.reset(),
            page -> arrival(target, page.endCursor(), waitSeconds),
            page -> store.logHeights(page.endCursor(), target, first));
    return held.hold(RequestContext.of(field.getGraphQlContext()), waitSeconds, wait)
        .thenApply(Answers.Heights::new);
  }

  private CompletableFuture<Boolean> arrival(
      TargetSet target, ReplicationCursor after, int waitSeconds) {
    return arrivals.arrival(target, after, TimeUnit.SECONDS.toMillis(waitSeconds));
  }

  private Answers.Windows entriesFromLogs(DataFetchingEnvironment field) {
    Arguments arguments = new Arguments(field.getArguments());
    int first = arguments.first(limits.maxEntries(), limits.maxEntries());
    RequestContext request = RequestContext.of(field.getGraphQlContext());
    LogWindowsPage page =
        store.entriesFromLogs(arguments.logs(limits.maxLogs()), pageLimits(request, first));
    request.read(size(page.entries()));
    return new Answers.Windows(
        page, PageEntries.of(field, store, POOL).answerEncoded(page.entries()));
  }

  private Answers.Proofs forkProofs(DataFetchingEnvironment field) {
    Arguments arguments = new Arguments(field.getArguments());
    int first = arguments.first(limits.maxEntries(), limits.maxEntries());
    return new Answers.Proofs(store.forkProofs(arguments.cursor(), arguments.target(), first));
  }

  private static PageLimits pageLimits(RequestContext request, int first) {
    return new PageLimits(first, request.pageBytes());
  }

  private static long size(List<EncodedEntryAndOperation> entries) {
    long size = 0;
    for (EncodedEntryAndOperation encoded : entries) {
      size += encoded.entry().size();
      size += encoded.operation() == null ? 0 : encoded.operation().size();
    }
    return size;
  }
}
