package bambusa.relay.upnp;

import java.io.IOException;

/** A gateway refused an action, with a code of UPnP. */
final class GatewayException extends IOException {

  private static final long serialVersionUID = 1L;

  /** The external port is somebody else's. */
  static final int CONFLICT = 718;

  /** It forwards for ever or not at all. */
  static final int ONLY_PERMANENT = 725;

  private final int code;

  GatewayException(String action, int code, String description) {
    super("the router refused " + action + ": " + code + " " + description);
    this.code = code;
  }

  int code() {
    return code;
  }
}
