/** A leecher keeps verified copies of logs in a browser. */
@NullMarked
package bambusa.leecher;

import org.jspecify.annotations.NullMarked;
