package bambusa.relay.cli;

import bambusa.relay.config.RelaySettings;
import java.util.ArrayList;
import java.util.List;

/** What a started relay says to the person who started it. */
final class StartReport {

  private StartReport() {}

  static List<String> lines(RelaySettings settings, RunningRelay relay) {
    List<String> lines = new ArrayList<>();
    lines.add("Bambusa relay " + RelayVersion.text());
    List<String> addresses = HttpAddresses.of(settings.host(), relay.httpPort());
    lines.add(line("Page", addresses.get(0) + "/"));
    lines.add(line("GraphQL", addresses.get(0) + "/graphql"));
    for (String address : addresses.subList(1, addresses.size())) {
      lines.add(line("Network", address + "/"));
    }
    lines.add(line("Store", settings.store() + " (" + counts(relay.counts()) + ")"));
    lines.add(line("Accepts", accepted(settings)));
    lines.add(line("Pulls", pulled(settings, relay)));
    lines.add(line("QUIC", quic(settings, relay.quicPort())));
    lines.add("Ctrl-C stops it.");
    return lines;
  }

  private static String line(String label, String text) {
    return "  " + label + " ".repeat(9 - label.length()) + text;
  }

  private static String counts(RunningRelay.Counts counts) {
    return several(counts.entries(), "entry", "entries")
        + " in "
        + several(counts.logs(), "log", "logs")
        + " by "
        + several(counts.authors(), "author", "authors");
  }

  private static String accepted(RelaySettings settings) {
    int schemas = settings.allowedSchemas().size();
    int owners = settings.allowedOwners().size();
    return "documents of "
        + (schemas == 0 ? "every schema" : several(schemas, "schema", "schemas"))
        + " by "
        + (owners == 0 ? "every owner" : several(owners, "owner", "owners"));
  }

  private static String pulled(RelaySettings settings, RunningRelay relay) {
    int peers = relay.peerCount();
    if (peers == 0) {
      return "from nobody; './relay peers add URL' changes that";
    }
    int schemas = settings.replicatedSchemas().size();
    int owners = settings.replicatedOwners().size();
    return "from "
        + several(peers, "peer", "peers")
        + (schemas == 0 ? "" : ", " + several(schemas, "schema", "schemas"))
        + (owners == 0 ? "" : ", documents of " + several(owners, "owner", "owners"))
        + "; see /peers";
  }

  private static String quic(RelaySettings settings, int port) {
    RelaySettings.Quic wanted = settings.quic();
    if (!wanted.listens()) {
      return "not spoken, as asked by --no-quic";
    }
    return port == 0
        ? "cannot use UDP port " + wanted.port() + "; choose another with --quic-port"
        : "GraphQL at qp2p://" + HttpAddresses.hostHere(settings.host()) + ":" + port + " (UDP)";
  }

  private static String several(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
