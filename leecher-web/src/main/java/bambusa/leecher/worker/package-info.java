/** The worker side of the leecher, which fetches, verifies and keeps entries. */
@NullMarked
package bambusa.leecher.worker;

import org.jspecify.annotations.NullMarked;
