package bambusa.relay;

/** Starts a relay. */
public final class RelayMain {

  private RelayMain() {}

  /** Says which version this is. */
  public static void main(String[] args) {
    String version = RelayMain.class.getPackage().getImplementationVersion();
    System.out.println("bambusa relay " + (version == null ? "(unpackaged)" : version));
  }
}
