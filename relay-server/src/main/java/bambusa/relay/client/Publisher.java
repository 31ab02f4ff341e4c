package bambusa.relay.client;

import bambusa.crypto.Hash;
import bambusa.crypto.Signer;
import bambusa.log.Entry;
import bambusa.log.EntryEncoder;
import bambusa.log.EntryEncoder.Place;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationEncoder;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Publishes operations of one author on one relay: asks where the entry goes, signs, sends. One
 * thread at a time, since a relay reserves nothing between the question and the entry (p2panda.md
 * 4.2).
 */
public final class Publisher {

  private final RelayClient relay;
  private final Signer author;

  public Publisher(RelayClient relay, Signer author) {
    this.relay = relay;
    this.author = author;
  }

  /** Publishes an operation that fits its schema; gives its id. */
  public Hash publish(Operation operation) throws RelayClientException, InterruptedException {
    DocumentViewId previous = operation.previous().orElse(null);
    Place place = relay.nextArgs(author.publicKey(), previous);
    EncodedOperation payload = OperationEncoder.encode(operation);
    Entry entry = EntryEncoder.sign(author, place, payload.bytes());
    relay.publish(entry.encoded(), payload);
    return entry.hash();
  }

  /** Publishes the documents that define a schema, fields first (p2panda.md 3.3). */
  public SchemaId publish(SchemaDraft draft) throws RelayClientException, InterruptedException {
    List<List<Hash>> fields = new ArrayList<>();
    for (Operation definition : draft.fieldDefinitions()) {
      fields.add(List.of(publish(definition)));
    }
    Hash definition =
        publish(
            Operation.create(
                SchemaId.SCHEMA_DEFINITION,
                Map.of(
                    "name", new PlainValue.Str(draft.name()),
                    "description", new PlainValue.Str(draft.description()),
                    "fields", new PlainValue.HashLists(fields))));
    return SchemaId.application(draft.name(), DocumentViewId.of(definition));
  }
}
