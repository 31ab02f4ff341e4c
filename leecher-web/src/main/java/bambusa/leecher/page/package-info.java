/**
 * The page side of the leecher: shows what the worker fetched, verified and stored, and asks it for
 * more. It decides nothing about entries, never touches the network or IndexedDB, and runs on the
 * browser's main thread, so no call here may take long.
 *
 * <p>What a reader must download is counted: hash maps, {@code List.of}, streams and {@code
 * String.format} each bring a good part of the class library with them, and are left out here.
 */
@NullMarked
package bambusa.leecher.page;

import org.jspecify.annotations.NullMarked;
