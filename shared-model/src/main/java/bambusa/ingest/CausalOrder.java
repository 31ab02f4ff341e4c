package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts entries behind those they stand on: the one before them in their log, and the operations
 * they name as previous. Otherwise their order stays as it is.
 */
final class CausalOrder {

  private CausalOrder() {}

  /** A hash cannot stand for what contains it, so there is always such an order. */
  static List<VerifiedEntry> of(List<VerifiedEntry> entries) {
    Map<Hash, VerifiedEntry> open = new LinkedHashMap<>();
    entries.forEach(entry -> open.putIfAbsent(entry.hash(), entry));
    List<VerifiedEntry> ordered = new ArrayList<>(entries.size());
    Deque<VerifiedEntry> path = new ArrayDeque<>();
    for (VerifiedEntry entry : entries) {
      path.push(entry);
      while (!path.isEmpty()) {
        VerifiedEntry next = path.element();
        int depth = path.size();
        for (Hash cause : causes(next)) {
          VerifiedEntry before = open.get(cause);
          if (before != null) {
            path.push(before);
          }
        }
        if (path.size() == depth) {
          path.pop();
          if (open.remove(next.hash()) != null) {
            ordered.add(next);
          }
        }
      }
    }
    return ordered;
  }

  private static List<Hash> causes(VerifiedEntry entry) {
    List<Hash> causes = new ArrayList<>();
    entry.entry().backlink().ifPresent(causes::add);
    entry.operation().previous().map(DocumentViewId::operationIds).ifPresent(causes::addAll);
    return causes;
  }
}
