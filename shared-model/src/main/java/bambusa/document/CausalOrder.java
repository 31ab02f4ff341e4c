package bambusa.document;

import bambusa.crypto.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The walk of the reference, made causal (p2panda.md 4.3, "Causal variant"): the smallest branch
 * first, then the others descending, and none before all its previous are placed. Names every
 * operation once.
 */
final class CausalOrder {

  private final DocumentGraph graph;
  private final List<Hash> order = new ArrayList<>();
  private final Set<Hash> placed = new HashSet<>();
  private final Deque<Hash> waiting = new ArrayDeque<>();

  private CausalOrder(DocumentGraph graph) {
    this.graph = graph;
  }

  static List<Hash> of(DocumentGraph graph) {
    CausalOrder walk = new CausalOrder(graph);
    walk.waiting.push(graph.root());
    while (!walk.waiting.isEmpty()) {
      Hash start = walk.waiting.pop();
      if (!walk.placed.contains(start)) {
        walk.followBranch(start);
      }
    }
    return walk.order;
  }

  private void followBranch(Hash start) {
    Hash current = start;
    while (true) {
      order.add(current);
      placed.add(current);
      List<Hash> next = unplacedNext(current);
      // Ascending, so that the greatest is popped first.
      for (int i = 1; i < next.size(); i++) {
        if (isReady(next.get(i))) {
          waiting.push(next.get(i));
        }
      }
      // What is not ready is reached again from the last of its previous.
      if (next.isEmpty() || !isReady(next.get(0))) {
        return;
      }
      current = next.get(0);
    }
  }

  private List<Hash> unplacedNext(Hash id) {
    List<Hash> unplaced = new ArrayList<>();
    for (Hash next : graph.next(id)) {
      if (!placed.contains(next)) {
        unplaced.add(next);
      }
    }
    return unplaced;
  }

  private boolean isReady(Hash id) {
    return graph.follows(id, placed);
  }
}
