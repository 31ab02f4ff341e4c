package bambusa.crypto;

import org.jspecify.annotations.Nullable;

/**
 * The keys of the authors met last, so that a key is decoded once and not with every signature. One
 * per thread.
 *
 * <p>Anybody can make endless keys, so their number is bounded: each key belongs to one of the
 * sets, and a set keeps those used last. Who aims many keys at one set gains nothing over sending
 * keys that were never seen, which all have to be decoded too.
 */
final class AuthorKeys {

  private static final int SETS = 512;
  private static final int KEYS_PER_SET = 8;

  private final EdwardsCurve curve;
  private final @Nullable AuthorKey[] keys = new AuthorKey[SETS * KEYS_PER_SET];

  AuthorKeys(EdwardsCurve curve) {
    this.curve = curve;
  }

  /** The key encoded in 32 bytes, acceptable or not. */
  AuthorKey find(byte[] bytes, int offset) {
    int first = setOf(bytes, offset) * KEYS_PER_SET;
    int last = first + KEYS_PER_SET - 1;
    for (int i = first; i <= last; i++) {
      AuthorKey key = keys[i];
      if (key == null) {
        break;
      }
      if (key.isEncodedAs(bytes, offset)) {
        putFirst(key, first, i);
        return key;
      }
    }
    AuthorKey key = new AuthorKey(curve, bytes, offset);
    putFirst(key, first, last);
    return key;
  }

  /** Puts a key before those used longer ago; the one at {@code until} leaves its place. */
  private void putFirst(AuthorKey key, int first, int until) {
    System.arraycopy(keys, first, keys, first + 1, until - first);
    keys[first] = key;
  }

  private static int setOf(byte[] bytes, int offset) {
    return ((bytes[offset] & 0xff) | (bytes[offset + 1] & 0xff) << 8) % SETS;
  }
}
