package bambusa.relay.client;

import bambusa.crypto.Hash;
import bambusa.document.SchemaResolver;
import bambusa.operation.Operation;
import bambusa.operation.SchemaId;
import bambusa.schema.Schema;
import bambusa.schema.SchemaResolution;
import java.util.HashMap;
import java.util.Map;

/**
 * Schemas put together here from the operations that define them, asked for by hash and verified
 * (replication.md 4, step 1): a relay cannot make up a schema. One thread at a time.
 */
public final class RemoteSchemas {

  /** More than this no schema needs: 1,024 fields, each changed a few times. */
  private static final int MAX_OPERATIONS = 10_000;

  private final RelayClient relay;
  private final Map<Hash, Operation> operations = new HashMap<>();

  public RemoteSchemas(RelayClient relay) {
    this.relay = relay;
  }

  /** The schema of an id. */
  public Schema schema(SchemaId id) throws RelayClientException, InterruptedException {
    while (true) {
      SchemaResolution resolution = SchemaResolver.resolve(id, operations::get);
      if (resolution instanceof SchemaResolution.Resolved resolved) {
        return resolved.schema();
      }
      if (resolution instanceof SchemaResolution.Missing missing) {
        fetch(missing);
      } else if (resolution instanceof SchemaResolution.Invalid invalid) {
        throw new RelayClientException.Unintelligible(relay.endpoint(), invalid.reason());
      }
    }
  }

  private void fetch(SchemaResolution.Missing missing)
      throws RelayClientException, InterruptedException {
    for (Hash id : missing.operationIds()) {
      if (operations.size() == MAX_OPERATIONS) {
        throw new RelayClientException.Unintelligible(
            relay.endpoint(), "more than " + MAX_OPERATIONS + " operations define one schema");
      }
      Operation operation =
          relay
              .operation(id)
              .orElseThrow(
                  () ->
                      new RelayClientException.Unintelligible(
                          relay.endpoint(), "entry " + id + " comes without its operation"));
      operations.put(id, operation);
    }
  }
}
