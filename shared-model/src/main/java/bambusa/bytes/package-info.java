/**
 * Bytes and their written forms: hex and varu64, bounded reading, plain writing. The leftmost
 * layer: it uses nothing of ours.
 */
@NullMarked
package bambusa.bytes;

import org.jspecify.annotations.NullMarked;
