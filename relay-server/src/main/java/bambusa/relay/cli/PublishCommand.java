package bambusa.relay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./relay publish}: what to publish is said by the command after it. */
@Command(
    name = "publish",
    description = "Sign operations with your key and publish them on a running relay.",
    synopsisSubcommandLabel = "(schema | create | update | delete)",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%n",
    footer = {
      "Each prints one line on standard output: the id to go on with.",
      "",
      "Examples:",
      "  ./relay keygen --out my.key",
      "  export BAMBUSA_KEY=my.key",
      "  SCHEMA=$(./relay publish schema task --field title:str --field done:bool)",
      "  VIEW=$(./relay publish create $SCHEMA title='Water the bamboo' done=false)",
      "  VIEW=$(./relay publish update $VIEW done=true)",
      "  ./relay publish delete $VIEW"
    })
final class PublishCommand implements Callable<Integer> {

  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() throws WrongUseException {
    throw new WrongUseException("publish what? expected schema, create, update or delete");
  }
}
