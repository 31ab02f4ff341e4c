/** Real relays, in processes of their own, and what is needed to drive them. */
@NullMarked
package bambusa.e2e;

import org.jspecify.annotations.NullMarked;
