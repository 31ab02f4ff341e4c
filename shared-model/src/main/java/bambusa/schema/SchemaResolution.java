package bambusa.schema;

import bambusa.crypto.Hash;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What is known of a schema from the operations that define it. */
public sealed interface SchemaResolution {

  /** All operations are there and define the schema. */
  record Resolved(Schema schema) implements SchemaResolution {}

  /**
   * Some operations are not there. With them others may turn out to be missing.
   *
   * @param operationIds those to be loaded or asked for, at least one, ascending
   */
  record Missing(Set<Hash> operationIds) implements SchemaResolution {
    public Missing {
      operationIds = Collections.unmodifiableSet(new TreeSet<>(operationIds));
      if (operationIds.isEmpty()) {
        throw new IllegalArgumentException("expected one or more operation ids");
      }
    }
  }

  /** All operations are there and define no such schema, now and for ever. */
  record Invalid(String reason) implements SchemaResolution {}
}
