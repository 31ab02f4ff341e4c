package bambusa.relay.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
public final class RelayVersion implements IVersionProvider {

  /** Without the name of the software. */
  public static String text() {
    String version = RelayVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"bambusa relay " + text()};
  }
}
