/** A server that stores, serves and replicates logs. */
@NullMarked
package bambusa.relay;

import org.jspecify.annotations.NullMarked;
