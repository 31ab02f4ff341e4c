/**
 * Asks the router at home to forward a UDP port: search, description, and three calls of a UPnP
 * Internet Gateway Device. Whatever a router answers or does not answer, the relay goes on.
 */
@NullMarked
package bambusa.relay.upnp;

import org.jspecify.annotations.NullMarked;
