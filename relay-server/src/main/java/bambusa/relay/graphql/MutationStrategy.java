package bambusa.relay.graphql;

import graphql.execution.AsyncSerialExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldValueInfo;

/** Runs the root fields of a mutation one after the other, in the order of the request. */
final class MutationStrategy extends AsyncSerialExecutionStrategy {

  private final Projection projection = new Projection();

  MutationStrategy(DataFetcherExceptionHandler failures) {
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
