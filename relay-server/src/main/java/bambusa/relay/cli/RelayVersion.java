package bambusa.relay.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class RelayVersion implements IVersionProvider {

  static String text() {
    String version = RelayVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"bambusa relay " + text()};
  }
}
