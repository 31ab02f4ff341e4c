package bambusa.relay.cli;

import bambusa.relay.doctor.Diagnosis;
import bambusa.relay.doctor.Finding;
import bambusa.relay.peers.PeerAddress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./relay doctor}. */
@Command(
    name = "doctor",
    description = "Find out why a page or a peer cannot connect to a relay.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:a page can connect", "1:something is in the way"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./relay doctor https://relay.example",
      "  ./relay doctor http://192.168.1.7:2020 --origin https://app.example"
    })
final class DoctorCommand implements Callable<Integer> {

  @Parameters(paramLabel = "URL", description = "Address of the relay: http(s)://host[:port].")
  String url = "";

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      description = {
        "Scheme and host of the page that is to connect.",
        "  Default: https://page.example, any other page"
      })
  String origin = "https://page.example";

  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws WrongUseException, InterruptedException {
    PeerAddress address = PeersFileAccess.address(url);
    if (address.isQuic()) {
      throw new WrongUseException(
          "browsers speak HTTP; ask over QUIC with './relay query " + url + "'");
    }
    List<Finding> findings = new Diagnosis(address.uri(), origin).findings();
    for (Finding finding : findings) {
      surroundings.out().println(line(finding));
    }
    return findings.stream().anyMatch(f -> f.verdict() == Finding.Verdict.BAD) ? 1 : 0;
  }

  private static String line(Finding finding) {
    String sign =
        switch (finding.verdict()) {
          case GOOD -> "ok   ";
          case DOUBTFUL -> "look ";
          case BAD -> "bad  ";
        };
    return sign + finding.what() + ": " + finding.text();
  }
}
