package bambusa.relay.http;

import bambusa.bytes.MalformedException;
import bambusa.relay.graphql.AskerAddress;
import bambusa.relay.limits.AddressRange;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whom a request counts against: the address it comes from or, where that is a proxy whose word is
 * taken, the last address before it that is none. What stands further left anybody could have
 * written.
 */
final class ClientAddress {

  private final List<AddressRange> trusted;

  ClientAddress(List<AddressRange> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  String of(HttpServletRequest request) {
    if (trusted.isEmpty()) {
      return AskerAddress.of(request.getRemoteAddr());
    }
    try {
      return AskerAddress.of(client(request));
    } catch (MalformedException e) {
      // It counts against the proxy that passed on what is no address.
      return AskerAddress.of(request.getRemoteAddr());
    }
  }

  private InetAddress client(HttpServletRequest request) throws MalformedException {
    InetAddress client = AddressRange.address(request.getRemoteAddr());
    for (String hop : hops(request)) {
      if (!isTrusted(client)) {
        return client;
      }
      client = AddressRange.address(hop);
    }
    return client;
  }

  boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  /** Nearest first. */
  private static List<String> hops(HttpServletRequest request) {
    List<String> hops = new ArrayList<>();
    for (String line : Collections.list(request.getHeaders("X-Forwarded-For"))) {
      for (String hop : line.split(",", -1)) {
        hops.add(withoutPort(hop.strip()));
      }
    }
    if (hops.isEmpty()) {
      for (String line : Collections.list(request.getHeaders("Forwarded"))) {
        for (String element : line.split(",", -1)) {
          hops.add(forwardedFor(element));
        }
      }
    }
    Collections.reverse(hops);
    return hops;
  }

  /** RFC 7239, 4: {@code for="[2001:db8::1]:4711";proto=https}. */
  private static String forwardedFor(String element) {
    for (String pair : element.split(";", -1)) {
      String stripped = pair.strip();
      if (stripped.regionMatches(true, 0, "for=", 0, 4)) {
        return withoutPort(stripped.substring(4).replace("\"", ""));
      }
    }
    return "";
  }

  private static String withoutPort(String node) {
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      return end < 0 ? node : node.substring(1, end);
    }
    int colon = node.indexOf(':');
    boolean hasPort = colon >= 0 && colon == node.lastIndexOf(':');
    return hasPort ? node.substring(0, colon) : node;
  }
}
