package bambusa.relay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest, and the commit that the build wrote down. */
public final class RelayVersion implements IVersionProvider {

  /** Without the name of the software. */
  public static String text() {
    String version = RelayVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }

  /** The commit it was built from; with a + at its end when something was changed since. */
  static String commit() {
    try (InputStream file = RelayVersion.class.getResourceAsStream("build.properties")) {
      Properties build = new Properties();
      if (file != null) {
        build.load(file);
      }
      return build.getProperty("commit", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"bambusa relay " + text() + " (commit " + commit() + ")"};
  }
}
