package bambusa.relay.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Addresses that a browser can open. */
final class HttpAddresses {

  private static final Logger LOG = LoggerFactory.getLogger(HttpAddresses.class);

  private HttpAddresses() {}

  /** The one for this machine first, then those for other machines. */
  static List<String> of(String host, int port) {
    List<String> addresses = new ArrayList<>();
    addresses.add(address(hostHere(host), port));
    if (isWildcard(host)) {
      for (String network : networkHosts()) {
        addresses.add(address(network, port));
      }
    }
    return addresses;
  }

  /** The name in a URL by which this machine finds what listens at a host. */
  static String hostHere(String host) {
    if (isWildcard(host)) {
      return "localhost";
    }
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static boolean isWildcard(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      // It resolved when the settings were read; its name is the best there is to show.
      LOG.debug("{} does not resolve any more", host, e);
      return false;
    }
  }

  private static List<String> networkHosts() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          // IPv6 addresses change with privacy extensions and are nothing one would type.
          .filter(address -> !(address instanceof Inet6Address))
          .map(InetAddress::getHostAddress)
          .sorted()
          .toList();
    } catch (SocketException e) {
      LOG.debug("cannot list the network interfaces", e);
      return List.of();
    }
  }

  private static String address(String host, int port) {
    return "http://" + host + ":" + port;
  }
}
