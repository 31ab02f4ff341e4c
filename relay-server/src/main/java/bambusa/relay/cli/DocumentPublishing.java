package bambusa.relay.cli;

import bambusa.bytes.MalformedException;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.SchemaId;
import bambusa.relay.client.Publisher;
import bambusa.relay.client.RelayClient;
import bambusa.relay.client.RelayClientException;
import bambusa.relay.client.RemoteSchemas;
import bambusa.schema.OperationCheck;
import bambusa.schema.Schema;
import bambusa.schema.SchemaViolation;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** What the commands that write documents have in common; a mixin of each. */
final class DocumentPublishing {

  @Mixin AuthorKey key = new AuthorKey();
  @Mixin RelayAddress relay = new RelayAddress();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  DocumentPublishing(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** Reads a view id, for which a document id does as long as nobody has changed the document. */
  static DocumentViewId viewId(String text) throws WrongUseException {
    try {
      return DocumentViewId.parse(text);
    } catch (MalformedException e) {
      throw new WrongUseException(
          "expected a view id, one or more hashes joined by '_', got '"
              + text
              + "' ("
              + e.getMessage()
              + ")");
    }
  }

  /** The schema of an id, put together here. */
  Schema schema(SchemaId id) throws WrongUseException, RelayClientException, InterruptedException {
    return new RemoteSchemas(relay.client(surroundings)).schema(id);
  }

  /** The schema of the document that has a view. */
  SchemaId schemaOf(DocumentViewId view)
      throws WrongUseException, CommandException, RelayClientException, InterruptedException {
    RelayClient client = relay.client(surroundings);
    Optional<Operation> tip = client.operation(view.operationIds().get(0));
    return tip.orElseThrow(
            () -> new CommandException("the relay has no operation for view " + view))
        .schemaId();
  }

  /** Publishes what fits its schema; prints the id of the new view. */
  int publish(Schema schema, Operation operation)
      throws WrongUseException, CommandException, RelayClientException, InterruptedException {
    Optional<SchemaViolation> violation = OperationCheck.check(schema, operation);
    if (violation.isPresent()) {
      throw new WrongUseException(violation.get().message());
    }
    Publisher publisher = new Publisher(relay.client(surroundings), key.signer(surroundings));
    surroundings.out().println(publisher.publish(operation));
    return 0;
  }
}
