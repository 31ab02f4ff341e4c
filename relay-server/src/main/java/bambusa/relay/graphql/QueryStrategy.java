package bambusa.relay.graphql;

import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldValueInfo;

/**
 * Runs the root fields of a query beside each other and leaves what is below to {@link Projection}.
 */
final class QueryStrategy extends AsyncExecutionStrategy {

  private final Projection projection = new Projection();

  QueryStrategy(DataFetcherExceptionHandler failures) {
    super(failures);
  }

  @Override
  protected FieldValueInfo completeValue(
      ExecutionContext context, ExecutionStrategyParameters parameters) {
    return projection
        .complete(context, parameters)
        .orElseGet(() -> super.completeValue(context, parameters));
  }
}
