package bambusa.relay.cli;

import bambusa.bytes.MalformedException;
import bambusa.relay.client.Publisher;
import bambusa.relay.client.RelayClientException;
import bambusa.relay.client.SchemaDraft;
import bambusa.schema.FieldType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./relay publish schema}: defines what fields documents have. */
@Command(
    name = "schema",
    description = "Define a schema; prints its id.",
    footerHeading = "%n",
    footer = {
      "Types: bool, int, float, str, bytes, relation(ID), relation_list(ID), pinned_relation(ID),",
      "pinned_relation_list(ID), where ID is the id of the schema that the field relates to.",
      "",
      "Examples:",
      "  ./relay publish schema task --field title:str --field done:bool --key my.key",
      "  ./relay publish schema note --description 'Notes on tasks' --field text:str \\",
      "      --field 'task:relation(task_0020…)' --key my.key"
    })
final class PublishSchemaCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "Begins the id; 2 to 64 letters, digits and underscores.")
  String name = "";

  @Option(
      names = "--field",
      paramLabel = "NAME:TYPE",
      required = true,
      description = "A field and what values it takes; may be repeated.")
  List<String> fields = List.of();

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      description = "What the schema is for, in at most 256 characters.")
  String description = "";

  @Mixin AuthorKey key = new AuthorKey();
  @Mixin RelayAddress relay = new RelayAddress();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  PublishSchemaCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call()
      throws WrongUseException, CommandException, RelayClientException, InterruptedException {
    SchemaDraft draft = draft();
    Publisher publisher = new Publisher(relay.client(surroundings), key.signer(surroundings));
    surroundings.out().println(publisher.publish(draft));
    return 0;
  }

  private SchemaDraft draft() throws WrongUseException {
    try {
      return new SchemaDraft(name, description, types());
    } catch (IllegalArgumentException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, FieldType> types() throws WrongUseException {
    Map<String, FieldType> types = new LinkedHashMap<>();
    for (String field : fields) {
      int colon = field.indexOf(':');
      if (colon < 0) {
        throw new WrongUseException(
            "expected --field NAME:TYPE like title:str, got '" + field + "'");
      }
      String fieldName = field.substring(0, colon);
      if (types.put(fieldName, type(fieldName, field.substring(colon + 1))) != null) {
        throw new WrongUseException("field '" + fieldName + "' is given twice");
      }
    }
    return types;
  }

  private static FieldType type(String field, String text) throws WrongUseException {
    try {
      return FieldType.parse(text);
    } catch (MalformedException e) {
      throw new WrongUseException("field '" + field + "': " + e.getMessage());
    }
  }
}
