/** What is told of connections over TLS. */
@NullMarked
package bambusa.relay.tls;

import org.jspecify.annotations.NullMarked;
