/**
 * Bamboo logs (p2panda.md 1): entries and their encoding, sequence numbers, skiplinks and
 * certificate pools. Knows nothing of what the payloads mean.
 */
@NullMarked
package bambusa.log;

import org.jspecify.annotations.NullMarked;
