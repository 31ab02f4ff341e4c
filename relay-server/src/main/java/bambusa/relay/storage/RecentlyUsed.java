package bambusa.relay.storage;

import java.util.LinkedHashMap;
import java.util.Map;

/** A bounded map that forgets what was not used for longest. Serves one thread. */
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private final int maxSize;

  RecentlyUsed(int maxSize) {
    super(16, 0.75f, true);
    this.maxSize = maxSize;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > maxSize;
  }
}
