/** The lines on standard error: their form, and that nobody outside can fill a disk with them. */
@NullMarked
package bambusa.relay.logging;

import org.jspecify.annotations.NullMarked;
