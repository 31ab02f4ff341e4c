package bambusa.relay.graphql;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.UnknownOperationException;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.language.OperationDefinition.Operation;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GraphQL requests, whichever transport they came by. Every limit is checked before the
 * work it bounds; a held query occupies no thread. Used by any thread.
 */
public final class GraphQlEngine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GraphQlEngine.class);

  private static final long CLOSE_SECONDS = 3;

  /**
   * Reading a larger request is large work: queries that are made to hurt are large, others not.
   */
  private static final int BYTES_OF_SMALL_WORK = 16 << 10;

  private final GraphQlLimits limits;
  private final Accounts accounts;
  private final Admission admission;
  private final ExecutorService workers;
  private final Turns turns;
  private final UnreadAnswers unread;
  private final ScheduledExecutorService timer;
  private final HeldQueries held;
  private final Documents documents;
  private final GraphQL graphQl;
  private volatile boolean closed;

  /** An engine that answers from the parts of a relay. */
  public GraphQlEngine(RelayParts relay, GraphQlLimits limits, Accounts accounts) {
    this(limits, accounts, relay.publisher()::shortage, held -> ApiSchema.of(relay, limits, held));
  }

  /** An engine over a schema whose resolvers may hold queries. */
  GraphQlEngine(
      GraphQlLimits limits,
      Accounts accounts,
      Supplier<Optional<String>> shortage,
      Function<HeldQueries, GraphQLSchema> schemaWith) {
    this.limits = limits;
    this.accounts = accounts;
    this.admission = new Admission(limits);
    this.unread = new UnreadAnswers(limits.maxUnreadBytes());
    // Work is reading the store and encoding; more threads than twice the processors only queue
    // inside it. Requests that wait for a thread are bounded by admission.
    int processors = Runtime.getRuntime().availableProcessors();
    int threads = Math.max(4, 2 * processors);
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "graphql"),
            // Only once it is closing: what is in the middle of its answer goes on on its own
            // thread.
            (task, closing) -> task.run());
    // What is due after it has stopped is for nobody.
    ScheduledThreadPoolExecutor alarms =
        new ScheduledThreadPoolExecutor(
            1, task -> daemon(task, "graphql-timer"), new ThreadPoolExecutor.DiscardPolicy());
    // A request is answered long before its time is over.
    alarms.setRemoveOnCancelPolicy(true);
    this.timer = alarms;
    this.turns =
        new Turns(
            workers,
            (task, nanos) -> {
              Future<?> unused = alarms.schedule(task, nanos, TimeUnit.NANOSECONDS);
            },
            Math.max(1, processors - 1),
            accounts.meters().nanoTime());
    this.held = new HeldQueries(turns, timer);
    GraphQLSchema schema = schemaWith.apply(held);
    this.documents = new Documents(schema, limits);
    FieldFailures failures = new FieldFailures();
    this.graphQl =
        GraphQL.newGraphQL(schema)
            .queryExecutionStrategy(new QueryStrategy(failures))
            .mutationExecutionStrategy(new MutationStrategy(failures))
            .preparsedDocumentProvider(
                (input, parse) -> CompletableFuture.completedFuture(documentOf(input)))
            .instrumentation(new OperationCheck(limits, shortage))
            .doNotAutomaticallyDispatchDataLoader()
            .build();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static PreparsedDocumentEntry documentOf(ExecutionInput input) {
    Document document = input.getGraphQLContext().get(Document.class);
    if (document == null) {
      throw new IllegalStateException("executed without a document");
    }
    return new PreparsedDocumentEntry(document);
  }

  /**
   * Answers the JSON of a request. The answer always completes, and never exceptionally but by
   * cancelling it: then the asker is gone, and what waits for it ends.
   *
   * @param asker whose limits it counts against: an address
   * @param whenHeld runs each time when nothing but waiting is left to do, so that the transport
   *     can see to it that the asker is still there
   */
  public CompletableFuture<GraphQlAnswer> answer(byte[] json, String asker, Runnable whenHeld) {
    return answer(() -> GraphQlRequest.parse(json), json.length, asker, whenHeld);
  }

  /**
   * Answers a request in a URL, as {@link #answer(byte[], String, Runnable)} does; it may only
   * read.
   */
  public CompletableFuture<GraphQlAnswer> answer(
      UrlParameters parameters, String asker, Runnable whenHeld) {
    return answer(() -> GraphQlRequest.of(parameters), 0, asker, whenHeld);
  }

  /** Does for an asker what may take long, when it is the asker's turn. */
  public <T> CompletableFuture<T> prepare(String asker, Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> turns.executeLarge(asker, task));
  }

  private CompletableFuture<GraphQlAnswer> answer(
      Supplier<GraphQlRequest> reader, int bytes, String asker, Runnable whenHeld) {
    if (closed) {
      return CompletableFuture.completedFuture(
          GraphQlAnswer.refused(GraphQlErrorCode.SHUTTING_DOWN, "the relay is about to stop"));
    }
    RequestContext request =
        new RequestContext(asker, limits, admission, accounts, timer, whenHeld);
    CompletableFuture<GraphQlAnswer> finished;
    try {
      finished = request.start(bytes);
    } catch (GraphQlFault fault) {
      return CompletableFuture.completedFuture(refused(fault));
    }
    if (bytes > BYTES_OF_SMALL_WORK) {
      queueLarge(() -> run(reader, request), request);
    } else {
      turns.execute(asker, () -> run(reader, request));
    }
    CompletableFuture<GraphQlAnswer> answer = request.answer();
    CompletableFuture<GraphQlAnswer> charged = finished.thenApply(request::charged);
    CompletableFuture<?> unusedGone =
        charged.whenComplete(
            (given, failure) -> {
              if (charged.isCancelled()) {
                answer.cancel(true);
              }
            });
    return charged;
  }

  /** It may take long until it is its turn, and then nobody may be there any more. */
  private void queueLarge(Runnable work, RequestContext request) {
    request.whenQueued();
    turns.executeLarge(
        request.asker(),
        () -> {
          if (!request.finished().isDone()) {
            work.run();
          }
        });
  }

  // Here a request begins, so here everything is caught: a StackOverflowError too, in case a parser
  // is led deeper than its limits foresee.
  private void run(Supplier<GraphQlRequest> reader, RequestContext request) {
    try {
      GraphQlRequest asked = reader.get();
      Document document = documents.of(asked.query());
      if (QueryCost.isLarge(document, asked, limits)) {
        queueLarge(() -> executeLarge(asked, document, request), request);
      } else {
        execute(asked, document, request);
      }
    } catch (Documents.Invalid invalid) {
      request.answer().complete(GraphQlAnswer.refused(invalid.errors()));
    } catch (RuntimeException | StackOverflowError failure) {
      request.answer().complete(refused(FieldFailures.fault(failure, "request")));
    }
  }

  // Here it goes on, so here everything is caught as well.
  private void executeLarge(GraphQlRequest asked, Document document, RequestContext request) {
    if (unread.areMany(request.asker())) {
      request
          .answer()
          .complete(
              GraphQlAnswer.refused(
                  GraphQlErrorCode.TOO_MANY_REQUESTS,
                  "too many answers wait to be read; ask for less, or again later"));
      return;
    }
    try {
      execute(asked, document, request);
    } catch (RuntimeException | StackOverflowError failure) {
      request.answer().complete(refused(FieldFailures.fault(failure, "request")));
    }
  }

  private void execute(GraphQlRequest asked, Document document, RequestContext request) {
    ExecutionInput input =
        ExecutionInput.newExecutionInput(asked.query())
            .operationName(asked.operationName())
            .variables(asked.variables())
            .locale(Locale.ROOT)
            .graphQLContext(
                Map.of(
                    RequestContext.class,
                    request,
                    Document.class,
                    document,
                    GraphQlRequest.class,
                    asked))
            .build();
    CompletableFuture<?> unusedCancelled = request.finished().thenRun(input::cancel);
    CompletableFuture<?> unusedExecuted =
        graphQl
            .executeAsync(input)
            .whenComplete((result, failure) -> request.answer().complete(answer(result, failure)));
  }

  private GraphQlAnswer answer(@Nullable ExecutionResult result, @Nullable Throwable failure) {
    if (result == null) {
      Throwable cause = failure == null ? new IllegalStateException("no result") : failure;
      return refused(FieldFailures.fault(cause, "execution"));
    }
    List<AnswerError> errors = result.getErrors().stream().map(GraphQlEngine::error).toList();
    return result.isDataPresent()
        ? GraphQlAnswer.executed(result.getData(), errors, limits.maxAnswerBytes())
        : GraphQlAnswer.refused(errors);
  }

  private static AnswerError error(GraphQLError error) {
    return AnswerError.of(
        error,
        error instanceof UnknownOperationException
            ? GraphQlErrorCode.OPERATION_UNKNOWN
            : GraphQlErrorCode.QUERY_INVALID);
  }

  private static GraphQlAnswer refused(GraphQlFault fault) {
    return GraphQlAnswer.refused(List.of(AnswerError.of(fault)));
  }

  /** Where it is written down what was asked. */
  public Accounts accounts() {
    return accounts;
  }

  /** What transports keep for clients that have not read it yet. */
  public UnreadAnswers unread() {
    return unread;
  }

  /** The most requests that one asker has under way. */
  public int requestsOfOneAsker() {
    return admission.mostActive();
  }

  /** The most queries that one asker has held. */
  public int heldOfOneAsker() {
    return admission.mostHeld();
  }

  /** Requests under way at the moment, those of them aside that do nothing but wait. */
  public int requestsUnderWay() {
    return admission.active();
  }

  /** Queries held at the moment. */
  public int heldQueries() {
    return admission.held();
  }

  /** Answers held queries at once, lets others finish within seconds, and refuses new ones. */
  @Override
  public void close() {
    closed = true;
    held.close();
    try {
      admission.idle().get(CLOSE_SECONDS, TimeUnit.SECONDS);
      // What was answered may still be encoded.
      workers.shutdown();
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("requests did not finish within {} seconds", CLOSE_SECONDS);
      workers.shutdownNow();
    }
    timer.shutdownNow();
  }

  /**
   * Refuses an operation that is valid but would cost too much or may not be asked for this way,
   * before anything of it runs.
   */
  private static final class OperationCheck extends SimplePerformantInstrumentation {

    private final GraphQlLimits limits;
    private final Supplier<Optional<String>> shortage;

    OperationCheck(GraphQlLimits limits, Supplier<Optional<String>> shortage) {
      this.limits = limits;
      this.shortage = shortage;
    }

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
        InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
      ExecutionContext execution = parameters.getExecutionContext();
      try {
        refuseToWrite(execution);
        long publications =
            writes(execution)
                ? execution.getOperationDefinition().getSelectionSet().getSelections().size()
                : 0;
        if (publications > 0) {
          refuseWhenFull();
        }
        RequestContext.of(execution.getGraphQLContext())
            .charge(QueryCost.check(execution, limits), publications);
        return null;
      } catch (GraphQlFault fault) {
        throw new AbortExecutionException(List.of(AnswerError.of(fault)));
      }
    }

    private void refuseWhenFull() {
      Optional<String> reason = shortage.get();
      if (reason.isPresent()) {
        throw new GraphQlFault(GraphQlErrorCode.STORE_FULL, reason.get());
      }
    }

    private static boolean writes(ExecutionContext execution) {
      return execution.getOperationDefinition().getOperation() == Operation.MUTATION;
    }

    /** "GraphQL over HTTP", 6.1: "GET requests MUST NOT be used for executing mutations". */
    private static void refuseToWrite(ExecutionContext execution) {
      GraphQlRequest asked = execution.getGraphQLContext().get(GraphQlRequest.class);
      if (writes(execution) && asked != null && asked.onlyReads()) {
        throw new GraphQlFault(
            GraphQlErrorCode.MUTATION_BY_GET, "mutations are taken by POST only, not by GET");
      }
    }
  }
}
