package bambusa.leecher.worker;

import bambusa.crypto.Hash;
import bambusa.log.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was not stored, and why.
 *
 * @param position where the entry claims to be; null if it could not be decoded
 * @param hash of its bytes
 * @param reason one word
 * @param detail a sentence
 */
record Refusal(@Nullable LogPosition position, Hash hash, String reason, String detail) {}
