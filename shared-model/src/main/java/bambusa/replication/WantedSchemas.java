package bambusa.replication;

import bambusa.crypto.Hash;
import bambusa.document.OperationLookup;
import bambusa.document.SchemaResolver;
import bambusa.operation.SchemaId;
import bambusa.schema.SchemaResolution;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What defines the schemas of a target set and is not held yet: it is asked for by hash, also while
 * nobody has written a document of them (replication.md 4, step 1). Serves one thread.
 */
public final class WantedSchemas {

  private final Set<SchemaId> unresolved = new TreeSet<>();

  /** Everything is to be looked up once. */
  public WantedSchemas(TargetSet target) {
    target.schemaIds().ifPresent(unresolved::addAll);
  }

  /** Operations to ask for, by what is held; those they name in turn follow once they are. */
  public Set<Hash> missing(OperationLookup held) {
    Set<Hash> missing = new LinkedHashSet<>();
    unresolved.removeIf(
        schemaId -> {
          SchemaResolution resolution = SchemaResolver.resolve(schemaId, held);
          if (resolution instanceof SchemaResolution.Missing lacking) {
            missing.addAll(lacking.operationIds());
            return false;
          }
          return true;
        });
    return missing;
  }
}
