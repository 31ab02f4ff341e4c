package bambusa.relay.graphql;

import bambusa.relay.storage.StorageException;
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
    LOG.error("{} failed", where, cause);
    if (cause instanceof StorageException) {
      return new GraphQlFault(GraphQlErrorCode.STORE_FAILED, "the store failed");
    }
    return new GraphQlFault(GraphQlErrorCode.INTERNAL, "internal error");
  }
}
