package bambusa.relay.cli;

import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.relay.client.RelayClientException;
import bambusa.schema.Schema;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./relay publish update}: new values for fields of a document. */
@Command(
    name = "update",
    description = "Change fields of a document, also of another author's; prints the new view id.",
    footerHeading = "%n",
    footer = {
      "Values are written as for create. The view id is what create or update printed last; several ids",
      "joined by '_' bring together what was changed at the same time.",
      "",
      "Example:",
      "  ./relay publish update 0020… done=true --key my.key"
    })
final class PublishUpdateCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "VIEW_ID", description = "The state that is changed.")
  String viewId = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FIELD=VALUE",
      description = "The fields that change.")
  List<String> values = List.of();

  @Mixin final DocumentPublishing publishing;

  PublishUpdateCommand(Surroundings surroundings) {
    this.publishing = new DocumentPublishing(surroundings);
  }

  @Override
  public Integer call()
      throws WrongUseException, CommandException, RelayClientException, InterruptedException {
    DocumentViewId view = DocumentPublishing.viewId(viewId);
    Schema schema = publishing.schema(publishing.schemaOf(view));
    FieldValues reader = new FieldValues(schema, publishing.surroundings().workingDirectory());
    return publishing.publish(schema, Operation.update(schema.id(), view, reader.parse(values)));
  }
}
