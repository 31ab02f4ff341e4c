package bambusa.document;

import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The operations of a document by id, with an edge from each id in previous to the operation that
 * names it (p2panda.md 4.3). One CREATE is the root; there are no cycles and no loose ends.
 */
public final class DocumentGraph {

  private final Hash root;
  private final Map<Hash, List<Hash>> previous;
  private final Map<Hash, List<Hash>> next;

  private DocumentGraph(Hash root, Map<Hash, List<Hash>> previous, Map<Hash, List<Hash>> next) {
    this.root = root;
    this.previous = previous;
    this.next = next;
  }

  /** The graph of all these operations. */
  public static DocumentGraph of(Map<Hash, Operation> operations) throws BadGraphException {
    Map<Hash, List<Hash>> previous = new HashMap<>();
    for (Map.Entry<Hash, Operation> operation : operations.entrySet()) {
      previous.put(
          operation.getKey(),
          operation.getValue().previous().map(DocumentViewId::operationIds).orElse(List.of()));
    }
    return ofEdges(previous);
  }

  private static DocumentGraph ofEdges(Map<Hash, List<Hash>> previous) throws BadGraphException {
    Hash root = root(previous);
    DocumentGraph graph = new DocumentGraph(root, previous, next(previous));
    if (graph.reachableCount() != previous.size()) {
      throw new BadGraphException(GraphFault.CYCLE, "expected no cycles in document " + root);
    }
    return graph;
  }

  /** The operation without previous, which is to say the CREATE. */
  private static Hash root(Map<Hash, List<Hash>> previous) throws BadGraphException {
    Hash root = null;
    for (Map.Entry<Hash, List<Hash>> operation : previous.entrySet()) {
      if (!operation.getValue().isEmpty()) {
        continue;
      }
      Hash id = operation.getKey();
      if (root != null) {
        throw new BadGraphException(
            GraphFault.SEVERAL_CREATES, "multiple CREATE operations found: " + root + " and " + id);
      }
      root = id;
    }
    if (root == null) {
      throw new BadGraphException(
          GraphFault.NO_CREATE, "expected a CREATE among " + previous.size() + " operations");
    }
    return root;
  }

  private static Map<Hash, List<Hash>> next(Map<Hash, List<Hash>> previous)
      throws BadGraphException {
    Map<Hash, List<Hash>> next = new HashMap<>();
    for (Hash id : previous.keySet()) {
      next.put(id, new ArrayList<>());
    }
    for (Map.Entry<Hash, List<Hash>> operation : previous.entrySet()) {
      Hash successor = operation.getKey();
      for (Hash id : operation.getValue()) {
        List<Hash> successors = next.get(id);
        if (successors == null) {
          throw new BadGraphException(
              GraphFault.UNKNOWN_OPERATION,
              "operation "
                  + successor
                  + " cannot be connected to the document graph: "
                  + id
                  + " is missing");
        }
        successors.add(successor);
      }
    }
    for (List<Hash> successors : next.values()) {
      Collections.sort(successors);
    }
    return next;
  }

  /** How many operations can be placed, each after all its previous. */
  private int reachableCount() {
    Map<Hash, Integer> waitingFor = new HashMap<>();
    Deque<Hash> ready = new ArrayDeque<>(List.of(root));
    int count = 0;
    while (!ready.isEmpty()) {
      count++;
      for (Hash id : next(ready.pop())) {
        int left = waitingFor.getOrDefault(id, previous(id).size()) - 1;
        waitingFor.put(id, left);
        if (left == 0) {
          ready.push(id);
        }
      }
    }
    return count;
  }

  /** The CREATE. */
  public Hash root() {
    return root;
  }

  /** Number of operations. */
  public int size() {
    return previous.size();
  }

  public boolean contains(Hash operationId) {
    return previous.containsKey(operationId);
  }

  /** Whether everything that the operation names as previous is among these. */
  boolean follows(Hash operationId, Set<Hash> operationIds) {
    for (Hash previous : previous(operationId)) {
      if (!operationIds.contains(previous)) {
        return false;
      }
    }
    return true;
  }

  /** What the operation names as previous, ascending. */
  List<Hash> previous(Hash operationId) {
    return previous.getOrDefault(operationId, List.of());
  }

  /** The operations that name this one in previous, ascending. */
  List<Hash> next(Hash operationId) {
    return next.getOrDefault(operationId, List.of());
  }

  /** The operations that no other names in previous: the view id. */
  public DocumentViewId tips() {
    List<Hash> tips = new ArrayList<>();
    for (Map.Entry<Hash, List<Hash>> operation : next.entrySet()) {
      if (operation.getValue().isEmpty()) {
        tips.add(operation.getKey());
      }
    }
    return DocumentViewId.ofTips(tips);
  }

  /** The given operations and all they follow from, however far. */
  public Set<Hash> past(Collection<Hash> operationIds) throws BadGraphException {
    Set<Hash> past = new HashSet<>();
    Deque<Hash> open = new ArrayDeque<>(operationIds);
    while (!open.isEmpty()) {
      Hash id = open.pop();
      if (!contains(id)) {
        throw new BadGraphException(
            GraphFault.UNKNOWN_OPERATION, "operation " + id + " is not in document " + root);
      }
      if (past.add(id)) {
        open.addAll(previous(id));
      }
    }
    return past;
  }

  /** The document as it was at an older state: that view's operations and all they follow from. */
  public DocumentGraph at(DocumentViewId viewId) throws BadGraphException {
    Map<Hash, List<Hash>> kept = new HashMap<>();
    for (Hash id : past(viewId.operationIds())) {
      kept.put(id, previous(id));
    }
    return ofEdges(kept);
  }
}
