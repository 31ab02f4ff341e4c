/**
 * What a relay counts while it works. Costs a few additions; who reads it brings it into a form.
 */
@NullMarked
package bambusa.relay.meters;

import org.jspecify.annotations.NullMarked;
