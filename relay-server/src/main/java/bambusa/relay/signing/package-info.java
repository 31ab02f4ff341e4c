/** Private keys: everything on the server that signs. */
@NullMarked
package bambusa.relay.signing;

import org.jspecify.annotations.NullMarked;
