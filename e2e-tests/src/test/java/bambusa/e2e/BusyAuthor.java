package bambusa.e2e;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.log.Entry;
import bambusa.log.EntryEncoder;
import bambusa.log.EntryEncoder.Place;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationEncoder;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Changes one document as fast as a relay answers, and remembers what was acknowledged. */
final class BusyAuthor {

  private final TestAuthor key;
  private final Set<Hash> acknowledged = ConcurrentHashMap.newKeySet();
  private @Nullable DocumentViewId newest;

  BusyAuthor(TestAuthor key) {
    this.key = key;
  }

  Set<Hash> acknowledged() {
    return acknowledged;
  }

  /** What to sign next. Asked anew after a failure: an entry not acknowledged may be stored. */
  Place place(RelayClient relay) throws RelayClientException, InterruptedException {
    return relay.nextArgs(key.publicKey(), newest);
  }

  /** Publishes one change; tells where the next one goes. */
  Place publish(RelayClient relay, Place place) throws RelayClientException, InterruptedException {
    EncodedOperation operation = OperationEncoder.encode(operation());
    Entry entry = EntryEncoder.sign(key, place, operation.bytes());
    Place next = relay.publish(entry.encoded(), operation);
    acknowledged.add(entry.hash());
    newest = DocumentViewId.of(entry.hash());
    return next;
  }

  private Operation operation() {
    Map<String, PlainValue> fields =
        Map.of(
            "name", new PlainValue.Str("field_" + acknowledged.size()),
            "type", new PlainValue.Str("str"));
    return newest == null
        ? Operation.create(SchemaId.SCHEMA_FIELD_DEFINITION, fields)
        : Operation.update(SchemaId.SCHEMA_FIELD_DEFINITION, newest, fields);
  }
}
