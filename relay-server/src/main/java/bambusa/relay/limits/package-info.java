/** What a relay spends on all clients, on each, and on what is stored. Knows no transport. */
@NullMarked
package bambusa.relay.limits;

import org.jspecify.annotations.NullMarked;
