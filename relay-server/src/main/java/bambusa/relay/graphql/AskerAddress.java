package bambusa.relay.graphql;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request counts against, whichever transport it came by: an IPv4 address, or the 64 bits
 * that one IPv6 customer is given.
 */
public final class AskerAddress {

  private static final int CUSTOMER_BYTES = 8;

  private AskerAddress() {}

  /** The asker at a remote address as text. */
  public static String of(@Nullable String remote) {
    if (remote == null || remote.indexOf(':') < 0) {
      return String.valueOf(remote);
    }
    try {
      return of(InetAddress.getByName(remote));
    } catch (UnknownHostException e) {
      return remote;
    }
  }

  /** The asker at a remote address. */
  public static String of(InetAddress remote) {
    return remote instanceof Inet6Address six
        ? Arrays.toString(Arrays.copyOf(six.getAddress(), CUSTOMER_BYTES))
        : remote.getHostAddress();
  }
}
