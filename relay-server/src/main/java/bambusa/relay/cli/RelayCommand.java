package bambusa.relay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./relay}: runs the relay, or one of the commands. */
@Command(
    name = "./relay",
    versionProvider = RelayVersion.class,
    synopsisHeading = "Usage:%n",
    customSynopsis = {
      "  ./relay [serve] [OPTIONS]         run a relay",
      "  ./relay COMMAND [OPTIONS]         do something else; see ./relay COMMAND --help"
    },
    descriptionHeading = "%n",
    description =
        "A relay stores signed append-only logs (p2panda operations in Bamboo entries), verifies"
            + " every entry, answers clients over GraphQL and serves a page that shows what"
            + " arrives.",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:could not be done; the reason is on standard error",
      "2:an option, variable or file is wrong",
      "130, 143:the relay was stopped (Ctrl-C, SIGTERM) and has closed its store"
    },
    footerHeading = "%nEnvironment (an option counts more, the file counts less):%n",
    footer = {
      "  BAMBUSA_DATA, BAMBUSA_STORE, BAMBUSA_HOST, BAMBUSA_HTTP_PORT (or HTTP_PORT),"
          + " BAMBUSA_QUIC_PORT,",
      "  BAMBUSA_NO_QUIC, BAMBUSA_NO_QUIC_VERIFICATION, BAMBUSA_QUIC_LAYOUT, BAMBUSA_UPNP,",
      "  BAMBUSA_CONFIG, and separated by commas: BAMBUSA_ALLOW_SCHEMA, BAMBUSA_ALLOW_OWNER,"
          + " BAMBUSA_PEER,",
      "  BAMBUSA_REPLICATE_SCHEMA, BAMBUSA_REPLICATE_OWNER, BAMBUSA_LIMIT, BAMBUSA_TRUSTED_PROXY;",
      "  BAMBUSA_POLICY, BAMBUSA_LOG_FORMAT",
      "",
      "Examples:",
      "  ./relay                                      open http://localhost:2020/ then",
      "  ./relay demo                                 in a second terminal: fill it, slowly",
      "  ./relay --host 127.0.0.1 --http-port 8080 --data /srv/bambusa",
      "  ./relay --peer http://relay.example:2020     hold what another relay holds, too",
      "  ./relay keygen --out my.key                  make a key to publish with",
      "  ./relay query qp2p://localhost '{ node { entryCount } }'",
      "  ./relay publish schema chat --field message:str --key my.key"
    })
final class RelayCommand implements Callable<Integer> {

  @Mixin ServeOptions options = new ServeOptions();
  @Mixin HelpOption help = new HelpOption();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  private final Service service;

  RelayCommand(Service service) {
    this.service = service;
  }

  @Override
  public Integer call() throws Exception {
    return service.run(options);
  }
}
