/**
 * What a leecher keeps in the browser. IndexedDB costs per request and hardly per byte, so a page
 * of entries becomes a handful of values:
 *
 * <pre>
 * segment  number         up to 256 entries with their operations, those of one log together
 * page     number         what one transaction changed in the {@link Directory}
 * meta     name           cursors, logs with gaps, refusals
 * </pre>
 *
 * The directory is held in memory whole and read from the pages at the start; it tells where each
 * entry lies. Only one worker writes.
 */
@NullMarked
package bambusa.leecher.store;

import org.jspecify.annotations.NullMarked;
