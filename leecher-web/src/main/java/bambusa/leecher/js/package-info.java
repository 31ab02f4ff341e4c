/**
 * Thin bindings to what the browser offers and TeaVM's own lack or carry too heavily. The only
 * package with {@code @JSBody}; it knows nothing of entries, logs or relays.
 */
@NullMarked
package bambusa.leecher.js;

import org.jspecify.annotations.NullMarked;
