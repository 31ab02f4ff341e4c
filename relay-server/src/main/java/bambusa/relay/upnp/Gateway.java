package bambusa.relay.upnp;

import java.net.InetAddress;
import java.net.URI;

/**
 * A router that forwards ports when asked.
 *
 * @param control where its actions are called
 * @param serviceType of the connection: that of IP or of PPP, version 1 or 2
 * @param localAddress by which it reaches this machine
 */
record Gateway(URI control, String serviceType, InetAddress localAddress) {}
