package bambusa.relay.cli;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Signer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose name a command writes in. */
final class AuthorKey {

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "File with your private key, as keygen makes it; also BAMBUSA_KEY in the environment.")
  @Nullable String file;

  @Option(
      names = "--private-key",
      paramLabel = "HEX",
      description =
          "The private key itself; other users can see it in the list of processes, unlike"
              + " BAMBUSA_PRIVATE_KEY in the environment.")
  @Nullable String hex;

  /** The signer of the key given: options before environment, and no two at once. */
  Signer signer(Surroundings surroundings) throws WrongUseException, CommandException {
    if (file != null && hex != null) {
      throw new WrongUseException("expected --key or --private-key, got both");
    }
    Map<String, String> environment = surroundings.environment();
    boolean option = file != null || hex != null;
    String fileGiven = option ? file : environment.get("BAMBUSA_KEY");
    String hexGiven = option ? hex : environment.get("BAMBUSA_PRIVATE_KEY");
    if (fileGiven != null) {
      return PrivateKeyFile.read(surroundings.workingDirectory().resolve(fileGiven));
    }
    if (hexGiven == null) {
      throw new WrongUseException(
          "no private key: './relay keygen --out my.key' makes one, then add '--key my.key'");
    }
    try {
      return PrivateKeyFile.parse(hexGiven.strip());
    } catch (MalformedException e) {
      throw new WrongUseException("no private key: " + e.getMessage());
    }
  }
}
