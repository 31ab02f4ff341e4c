package bambusa.replication;

import bambusa.operation.SchemaId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node says about itself (replication.md 2).
 *
 * @param storeId of what its cursors speak
 * @param replicationVersion of the protocol, 1
 * @param schemaIds what it shares; null = everything
 * @param entryCount how many entries it holds; unsigned
 * @param maxEntries the most entries it gives in one page
 * @param maxWaitSeconds the longest it holds an empty answer back
 */
public record NodeInfo(
    String storeId,
    long replicationVersion,
    @Nullable List<SchemaId> schemaIds,
    long entryCount,
    int maxEntries,
    int maxWaitSeconds) {

  public NodeInfo {
    schemaIds = schemaIds == null ? null : List.copyOf(schemaIds);
  }
}
