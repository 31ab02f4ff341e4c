package bambusa.relay.cli;

import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.relay.client.RelayClientException;
import bambusa.schema.Schema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./relay publish delete}: the end of a document. */
@Command(
    name = "delete",
    description = {
      "Delete a document for all who read it; its entries stay. Prints the id of the deletion."
    },
    footerHeading = "%n",
    footer = {"Example:", "  ./relay publish delete 0020… --key my.key"})
final class PublishDeleteCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "VIEW_ID", description = "The state that is deleted.")
  String viewId = "";

  @Mixin final DocumentPublishing publishing;

  PublishDeleteCommand(Surroundings surroundings) {
    this.publishing = new DocumentPublishing(surroundings);
  }

  @Override
  public Integer call()
      throws WrongUseException, CommandException, RelayClientException, InterruptedException {
    DocumentViewId view = DocumentPublishing.viewId(viewId);
    Schema schema = publishing.schema(publishing.schemaOf(view));
    return publishing.publish(schema, Operation.delete(schema.id(), view));
  }
}
