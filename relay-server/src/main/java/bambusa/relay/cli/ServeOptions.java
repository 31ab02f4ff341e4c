package bambusa.relay.cli;

import bambusa.relay.config.Given;
import bambusa.relay.config.Setting;
import bambusa.relay.config.SettingsSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of {@code serve}, which {@code ./relay} without a command takes too. */
final class ServeOptions implements SettingsSource {

  @ArgGroup(validate = false, order = 1, heading = "%nWhere it keeps and offers entries:%n")
  Place place = new Place();

  @ArgGroup(validate = false, order = 2, heading = "%nWhat it accepts and shares:%n")
  Choice choice = new Choice();

  @ArgGroup(validate = false, order = 3, heading = "%nWhat it pulls from other relays:%n")
  Pull pull = new Pull();

  @ArgGroup(validate = false, order = 4, heading = "%nWhat bounds it:%n")
  Bounds bounds = new Bounds();

  @ArgGroup(validate = false, order = 5, heading = "%nOther:%n")
  Other other = new Other();

  /** Directory and addresses. */
  static final class Place {

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = {
          "Directory of the relay: store, certificate, peers; made if missing. One relay at a time"
              + " can use it.",
          "  Default: $XDG_DATA_HOME/bambusa or ~/.local/share/bambusa"
        })
    @Nullable String data;

    @Option(
        names = "--store",
        paramLabel = "ADDR",
        description = {
          "Where entries are kept: sqlite:PATH for one relay, or, which several can share,",
          "postgresql://USER:PASSWORD@HOST:PORT/DATABASE.",
          "Others see the arguments of a command: give a password in $BAMBUSA_STORE or a file.",
          "  Default: SQLite in the data directory"
        })
    @Nullable String store;

    @Option(
        names = "--host",
        paramLabel = "ADDR",
        description = {
          "Address to listen on; 127.0.0.1 keeps other machines out.",
          "  Default: 0.0.0.0, every address of this machine"
        })
    @Nullable String host;

    @Option(
        names = "--http-port",
        paramLabel = "PORT",
        description = {
          "TCP port of the page and of GraphQL; 0 takes any free one.",
          "  Default: 2020"
        })
    @Nullable String httpPort;

    @Option(
        names = "--quic-port",
        paramLabel = "PORT",
        description = {
          "UDP port of GraphQL over QUIC, for nodes that speak qp2p; 0 takes any free one.",
          "  Default: 2022"
        })
    @Nullable String quicPort;

    @Option(
        names = "--no-quic",
        description =
            "Do not answer over QUIC. Peers with qp2p:// addresses are asked all the same.")
    boolean noQuic;

    @Option(
        names = "--no-quic-verification",
        description =
            "Do not dial nodes of qp2p that ask whether they can be reached; they are told that they"
                + " cannot. Without it, only the address that asks is dialled, and seldom.")
    boolean noQuicVerification;

    @Option(
        names = "--quic-layout",
        paramLabel = "NAME",
        description = {
          "How messages to qp2p:// peers are laid out: F9 for releases of qp2p up to 0.29 and for"
              + " relays, F17 for 0.30 to 0.34, F16 from 0.35 on. Whoever asks this relay is"
              + " answered alike.",
          "  Default: F9"
        })
    @Nullable String quicLayout;

    @Option(
        names = "--upnp",
        description = {
          "Ask the router to forward the QUIC port from outside, for as long as the relay runs.",
          "  Default: no"
        })
    boolean upnp;
  }

  /** Allow-lists. */
  static final class Choice {

    @Option(
        names = "--allow-schema",
        paramLabel = "ID",
        description = {
          "Only documents of this schema, and what defines schemas; may be repeated.",
          "  Default: every schema"
        })
    @Nullable List<String> allowSchema;

    @Option(
        names = "--allow-owner",
        paramLabel = "KEY",
        description = {
          "Only documents created by this author, a public key of 64 hex digits; may be repeated.",
          "  Default: every author"
        })
    @Nullable List<String> allowOwner;
  }

  /** Peers, and the target set asked of them. */
  static final class Pull {

    @Option(
        names = "--peer",
        paramLabel = "URL",
        description = {
          "Pull from this relay, and stay up to date with it; may be repeated."
              + " http(s)://host[:port] or, over QUIC, qp2p://host[:port]; the port is 2020, or"
              + " 2022, when left out. './relay peers' adds and removes more while it runs.",
          "  Default: none, only what is published here"
        })
    @Nullable List<String> peer;

    @Option(
        names = "--replicate-schema",
        paramLabel = "ID",
        description = {
          "Pull only documents of this schema, and what defines it; may be repeated.",
          "  Default: every schema this relay accepts"
        })
    @Nullable List<String> replicateSchema;

    @Option(
        names = "--replicate-owner",
        paramLabel = "KEY",
        description = {
          "Pull only documents created by this author; may be repeated.",
          "  Default: every author this relay accepts"
        })
    @Nullable List<String> replicateOwner;
  }

  /** Limits, and whom they count against. */
  static final class Bounds {

    @Option(
        names = "--limit",
        paramLabel = "NAME=NUMBER",
        description = {
          "A limit other than the default; may be repeated. docs/bambusa.toml explains them all, and"
              + " /health?verbose shows them and how near they are.",
          "  Example: --limit waiting=20000 --limit publish-rate=100"
        })
    @Nullable List<String> limit;

    @Option(
        names = "--trusted-proxy",
        paramLabel = "CIDR",
        description = {
          "Believe what this address, or these, say about the address of a client (Forwarded,"
              + " X-Forwarded-For), since limits count against that; may be repeated.",
          "  Example: --trusted-proxy 127.0.0.1 --trusted-proxy 10.0.0.0/8",
          "  Default: nobody"
        })
    @Nullable List<String> trustedProxy;

    @Option(
        names = "--policy",
        paramLabel = "COMMAND",
        description = {
          "Ask this program about each new document: it reads one line of JSON and writes one, see"
              + " docs/hosting.md. While it does not answer, new documents are refused.",
          "  Default: none"
        })
    @Nullable String policy;
  }

  /** What changes nothing about the relay itself. */
  static final class Other {

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = {
          "Read settings from this file, TOML or *.properties; its keys are the options above"
              + " without dashes.",
          "  Default: bambusa.toml or bambusa.properties in the data directory, if there"
        })
    @Nullable String config;

    @Option(
        names = "--log-format",
        paramLabel = "FORMAT",
        description = {
          "How the log on standard error is written: text or json.",
          "  Default: text"
        })
    @Nullable String logFormat;
  }

  @Override
  public Optional<Given> given(Setting setting) {
    List<String> values =
        switch (setting) {
          case DATA -> single(place.data);
          case STORE -> single(place.store);
          case HOST -> single(place.host);
          case HTTP_PORT -> single(place.httpPort);
          case QUIC_PORT -> single(place.quicPort);
          case NO_QUIC -> place.noQuic ? List.of("true") : List.of();
          case NO_QUIC_VERIFICATION -> place.noQuicVerification ? List.of("true") : List.of();
          case UPNP -> place.upnp ? List.of("true") : List.of();
          case QUIC_LAYOUT -> single(place.quicLayout);
          case ALLOW_SCHEMA -> listed(choice.allowSchema);
          case ALLOW_OWNER -> listed(choice.allowOwner);
          case PEER -> listed(pull.peer);
          case REPLICATE_SCHEMA -> listed(pull.replicateSchema);
          case REPLICATE_OWNER -> listed(pull.replicateOwner);
          case LIMIT -> listed(bounds.limit);
          case TRUSTED_PROXY -> listed(bounds.trustedProxy);
          case POLICY -> single(bounds.policy);
          case LOG_FORMAT -> single(other.logFormat);
        };
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(new Given(values, "--" + setting.key()));
  }

  private static List<String> listed(@Nullable List<String> values) {
    return values == null ? List.of() : values;
  }

  private static List<String> single(@Nullable String value) {
    return value == null ? List.of() : List.of(value);
  }
}
