package bambusa.document;

import bambusa.crypto.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The walk of p2panda-rs 0.4 to 0.8 (p2panda.md 4.3, "Reference order"), with its weaknesses. */
final class ReferenceOrder {

  private final DocumentGraph graph;
  private final List<Hash> order = new ArrayList<>();
  private final Set<Hash> placed = new HashSet<>();
  private final Deque<Hash> waiting = new ArrayDeque<>();

  private ReferenceOrder(DocumentGraph graph) {
    this.graph = graph;
  }

  static List<Hash> of(DocumentGraph graph) throws BadGraphException {
    ReferenceOrder walk = new ReferenceOrder(graph);
    walk.waiting.push(graph.root());
    while (!walk.waiting.isEmpty()) {
      if (walk.order.size() > graph.size()) {
        throw new BadGraphException(
            GraphFault.REPETITIONS,
            "expected an order of " + graph.size() + " operations, got one that repeats them");
      }
      walk.followBranch(walk.waiting.pop());
    }
    return walk.order;
  }

  private void followBranch(Hash start) {
    Hash current = start;
    while (true) {
      place(current);
      List<Hash> next = unplacedNext(current);
      if (next.isEmpty()) {
        return;
      }
      for (int i = 1; i < next.size(); i++) {
        waiting.push(next.get(i));
      }
      Hash smallest = next.get(0);
      if (graph.previous(smallest).size() > 1) {
        // The reference fails when it is not ready and nothing waits, which needs a cycle; those
        // were refused before.
        if (graph.follows(smallest, placed)) {
          waiting.push(smallest);
        }
        return;
      }
      current = smallest;
    }
  }

  /**
   * Does not ask whether it is placed already, nor whether its previous are: so the reference does.
   */
  private void place(Hash id) {
    order.add(id);
    placed.add(id);
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
}
