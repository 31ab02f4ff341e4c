package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.log.LogPosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a proven fork changes (replication.md 7): where the log ends, and how the operations behind
 * the fork stand.
 */
final class ForkDecision {

  private ForkDecision() {}

  /**
   * Loads what {@link #of} asks the ledger for, where the proof came by itself and not with a
   * batch.
   */
  static void gather(ForkProof proof, Facts facts, FactSource source) {
    Needs needs = new Needs();
    needs.logs.add(proof.logKey());
    source.load(needs, facts);
    LogFact log = Ledger.known(facts.logs.get(proof.logKey()), "log", proof.logKey());
    if (log.document() == null) {
      return;
    }
    Needs more = new Needs();
    more.graphs.add(log.document().documentId());
    if (log.holds(proof.seqNum())) {
      more.entries.add(proof.first().position());
    }
    source.load(more, facts);
  }

  /** Empty where nothing changes: the log ends lower already, or by the same proof. */
  static Optional<Fork> of(ForkProof proof, Ledger ledger) {
    LogFact log = ledger.log(proof.logKey());
    ForkProof known = log.fork();
    if (known != null && known.seqNum().compareTo(proof.seqNum()) < 0) {
      return Optional.empty();
    }
    ForkProof kept = proof;
    if (known != null && known.seqNum().equals(proof.seqNum())) {
      kept = known.with(proof.first()).with(proof.second());
      return kept.equals(known) ? Optional.empty() : Optional.of(new Fork(kept, Map.of()));
    }
    if (!log.holds(proof.seqNum())) {
      return Optional.of(new Fork(kept, Map.of()));
    }
    kept = kept.with(ledger.entryAt(proof.first().position()));
    DocumentFact document = Ledger.known(log.document(), "document of", proof.logKey());
    return Optional.of(new Fork(kept, standings(ledger.graph(document), kept)));
  }

  /**
   * How the operations of the document stand once everything at or after the fork is out of its
   * log.
   */
  private static Map<Hash, Standing> standings(List<GraphNode> graph, ForkProof proof) {
    Map<Hash, GraphNode> nodes = new HashMap<>();
    Deque<GraphNode> open = new ArrayDeque<>();
    Set<Hash> kept = new HashSet<>();
    for (GraphNode node : graph) {
      nodes.put(node.operationId(), node);
      if (node.standing() == Standing.KEPT && !isBehind(node.position(), proof)) {
        kept.add(node.operationId());
        open.add(node);
      }
    }
    Set<Hash> past = past(open, nodes);
    Map<Hash, Standing> changed = new LinkedHashMap<>();
    for (GraphNode node : graph) {
      Hash operationId = node.operationId();
      Standing standing =
          kept.contains(operationId)
              ? Standing.KEPT
              : past.contains(operationId) ? Standing.FORKED : Standing.EVIDENCE;
      if (standing != node.standing()) {
        changed.put(operationId, standing);
      }
    }
    return changed;
  }

  private static boolean isBehind(LogPosition position, ForkProof proof) {
    return position.log().equals(proof.logKey())
        && position.seqNum().compareTo(proof.seqNum()) >= 0;
  }

  /** Everything that some operations stand on, followed all the way through {@code previous}. */
  static Set<Hash> past(Deque<GraphNode> open, Map<Hash, GraphNode> nodes) {
    Set<Hash> past = new HashSet<>();
    while (!open.isEmpty()) {
      for (Hash operationId : open.pop().previous()) {
        GraphNode node = nodes.get(operationId);
        if (past.add(operationId) && node != null) {
          open.push(node);
        }
      }
    }
    return past;
  }
}
