/**
 * Hashes, keys and signatures: BLAKE3, YASMF, SHA-512 and the one rule by which Ed25519 signatures
 * are judged (replication.md 6). Verifies only; secrets and randomness stay outside.
 */
@NullMarked
package bambusa.crypto;

import org.jspecify.annotations.NullMarked;
