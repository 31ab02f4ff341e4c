/** Finds out why a page or a peer cannot talk to a relay. */
@NullMarked
package bambusa.relay.doctor;

import org.jspecify.annotations.NullMarked;
