/**
 * Operations (p2panda.md 2): what entries carry, their ids and values, and their CBOR encodings.
 * Reads E2 and E3, writes E3 in its canonical form. Schemas are not looked at here, so values stay
 * plain.
 */
@NullMarked
package bambusa.operation;

import org.jspecify.annotations.NullMarked;
