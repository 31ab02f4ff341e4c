/**
 * The page side of the leecher: shows what the worker fetched, verified and stored, and asks it for
 * more. It decides nothing about entries, never touches the network or IndexedDB, and runs on the
 * browser's main thread, so no call here may take long.
 */
@NullMarked
package bambusa.leecher.page;

import org.jspecify.annotations.NullMarked;
