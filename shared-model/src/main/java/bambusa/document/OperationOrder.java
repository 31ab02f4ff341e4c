package bambusa.document;

import bambusa.crypto.Hash;
import java.util.List;

/**
 * In which order the operations of a document count (p2panda.md 4.3). The later one wins a field.
 */
public enum OperationOrder {
  /** No operation counts before one that it has seen. */
  CAUSAL,
  /**
   * That of p2panda-rs 0.4 to 0.8, which sometimes lets an operation count before one it has seen.
   * For views that must equal those of aquadoggo.
   */
  REFERENCE;

  /**
   * The ids in order. The reference order names an operation more than once when previous names
   * non-tips.
   */
  public List<Hash> of(DocumentGraph graph) throws BadGraphException {
    return switch (this) {
      case CAUSAL -> CausalOrder.of(graph);
      case REFERENCE -> ReferenceOrder.of(graph);
    };
  }
}
