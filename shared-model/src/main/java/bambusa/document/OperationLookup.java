package bambusa.document;

import bambusa.crypto.Hash;
import bambusa.operation.Operation;
import org.jspecify.annotations.Nullable;

/** Operations at hand, by id. The same id always gives the same operation, or none yet. */
@FunctionalInterface
public interface OperationLookup {

  /** The operation, or null when it is not at hand. */
  @Nullable Operation find(Hash operationId);
}
