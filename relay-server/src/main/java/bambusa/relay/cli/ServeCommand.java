package bambusa.relay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code ./relay serve}: the same as no command at all, for those who like to say what they mean.
 */
@Command(name = "serve", description = "Run the relay; the same as giving no command.")
final class ServeCommand implements Callable<Integer> {

  @Mixin ServeOptions options = new ServeOptions();
  @Mixin HelpOption help = new HelpOption();

  private final Service service;

  ServeCommand(Service service) {
    this.service = service;
  }

  @Override
  public Integer call() throws Exception {
    return service.run(options);
  }
}
