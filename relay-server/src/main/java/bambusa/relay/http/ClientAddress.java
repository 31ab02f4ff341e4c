package bambusa.relay.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request counts against: an IPv4 address, or the 64 bits that one IPv6 customer is given.
 */
final class ClientAddress {

  private static final int CUSTOMER_BYTES = 8;

  private ClientAddress() {}

  static String of(@Nullable String remote) {
    if (remote == null || remote.indexOf(':') < 0) {
      return String.valueOf(remote);
    }
    try {
      InetAddress address = InetAddress.getByName(remote);
      return address instanceof Inet6Address six
          ? Arrays.toString(Arrays.copyOf(six.getAddress(), CUSTOMER_BYTES))
          : address.getHostAddress();
    } catch (UnknownHostException e) {
      return remote;
    }
  }
}
