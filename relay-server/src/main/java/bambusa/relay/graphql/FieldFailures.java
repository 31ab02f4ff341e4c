package bambusa.relay.graphql;

import bambusa.relay.storage.StorageException;
import bambusa.relay.storage.StoreFullException;
import bambusa.relay.storage.StoreUnavailableException;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a resolver throws into an error of the answer; only faults of our own are logged. */
final class FieldFailures implements DataFetcherExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(FieldFailures.class);

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    GraphQlFault fault = fault(parameters.getException(), parameters.getPath().toString());
    AnswerError error =
        AnswerError.of(fault, parameters.getPath().toList(), parameters.getSourceLocation());
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(error).build());
  }

  /** The fault to tell the asker; what is not one is logged and not told. */
  static GraphQlFault fault(Throwable failure, String where) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof GraphQlFault fault) {
      return fault;
    }
    if (cause instanceof StoreUnavailableException) {
      LOG.warn("{} failed: {}", where, cause.getMessage());
      return new GraphQlFault(
          GraphQlErrorCode.STORE_UNAVAILABLE, "the store cannot be reached, try again later");
    }
    if (cause instanceof StoreFullException) {
      return new GraphQlFault(
          GraphQlErrorCode.STORE_FULL, "the store is full, nothing can be published for now");
    }
    LOG.error("{} failed", where, cause);
    if (cause instanceof StorageException) {
      return new GraphQlFault(GraphQlErrorCode.STORE_FAILED, "the store failed");
    }
    return new GraphQlFault(GraphQlErrorCode.INTERNAL, "internal error");
  }
}
