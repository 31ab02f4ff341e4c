/** Owners and documents that the host of a relay wants nothing of. */
@NullMarked
package bambusa.relay.bans;

import org.jspecify.annotations.NullMarked;
