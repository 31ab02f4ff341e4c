package bambusa.relay.cli;

import bambusa.bytes.Hex;
import bambusa.relay.signing.BouncyCastleSigner;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./relay keygen}: makes an author. */
@Command(
    name = "keygen",
    description = "Make a new private key, and show its public key.",
    footerHeading = "%n",
    footer = {
      "An author is a key: whoever has the private key can write in the author's name, and without it",
      "nobody can any more. With --out it goes to a file that only you can read, otherwise to the screen.",
      "",
      "Examples:",
      "  ./relay keygen --out my.key",
      "  ./relay publish create SCHEMA_ID title=Hello --key my.key"
    })
final class KeygenCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the private key to this new file, mode 600, instead of showing it.")
  @Nullable String out;

  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  KeygenCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CommandException {
    byte[] seed = new byte[BouncyCastleSigner.SEED_SIZE];
    surroundings.random().nextBytes(seed);
    if (out == null) {
      surroundings.out().println("private key " + Hex.encode(seed));
    } else {
      Path file = surroundings.workingDirectory().resolve(out);
      PrivateKeyFile.write(file, seed);
      surroundings.err().println("private key written to " + file);
    }
    surroundings.out().println("public key  " + BouncyCastleSigner.ofSeed(seed).publicKey());
    return 0;
  }
}
