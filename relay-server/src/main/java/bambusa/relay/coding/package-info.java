/** How the bodies of answers are packed on their way (RFC 9110, 8.4.1). */
@NullMarked
package bambusa.relay.coding;

import org.jspecify.annotations.NullMarked;
