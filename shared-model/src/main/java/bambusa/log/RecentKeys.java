package bambusa.log;

import bambusa.crypto.PublicKey;
import java.util.HashSet;
import java.util.Set;

/**
 * A bounded set of keys that forgets all at once when full: an attacker's endless keys cost memory
 * nowhere.
 */
final class RecentKeys {

  private final int maxKeys;
  private final Set<PublicKey> keys = new HashSet<>();

  RecentKeys(int maxKeys) {
    this.maxKeys = maxKeys;
  }

  boolean contains(PublicKey key) {
    return keys.contains(key);
  }

  void add(PublicKey key) {
    if (keys.size() == maxKeys) {
      keys.clear();
    }
    keys.add(key);
  }
}
