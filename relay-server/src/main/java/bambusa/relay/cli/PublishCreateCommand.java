package bambusa.relay.cli;

import bambusa.bytes.MalformedException;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.relay.client.RelayClientException;
import bambusa.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./relay publish create}: a new document. */
@Command(
    name = "create",
    description = "Create a document; prints its view id, which is its document id too.",
    footerHeading = "%n",
    footer = {
      "Values: true or false; numbers; text as it is; bytes as hex digits or @FILE; a relation as a",
      "document id, a pinned one as a view id, lists of them separated by commas.",
      "",
      "Examples:",
      "  ./relay publish create task_0020… title='Water the bamboo' done=false --key my.key",
      "  ./relay publish create blob_piece_v1 data=@picture.png --key my.key"
    })
final class PublishCreateCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "SCHEMA_ID", description = "What the document is.")
  String schemaId = "";

  @Parameters(
      index = "1..*",
      paramLabel = "FIELD=VALUE",
      description = "Every field of the schema.")
  List<String> values = List.of();

  @Mixin final DocumentPublishing publishing;

  PublishCreateCommand(Surroundings surroundings) {
    this.publishing = new DocumentPublishing(surroundings);
  }

  @Override
  public Integer call()
      throws WrongUseException, CommandException, RelayClientException, InterruptedException {
    Schema schema = publishing.schema(id());
    FieldValues reader = new FieldValues(schema, publishing.surroundings().workingDirectory());
    Map<String, PlainValue> fields = reader.parse(values);
    if (fields.size() < schema.fields().size()) {
      throw new WrongUseException("expected every field of the schema: " + reader.described());
    }
    return publishing.publish(schema, Operation.create(schema.id(), fields));
  }

  private SchemaId id() throws WrongUseException {
    try {
      return SchemaId.parse(schemaId);
    } catch (MalformedException e) {
      throw new WrongUseException("expected a schema id: " + e.getMessage());
    }
  }
}
