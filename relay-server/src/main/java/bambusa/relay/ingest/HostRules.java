package bambusa.relay.ingest;

import bambusa.crypto.PublicKey;
import bambusa.ingest.Decision;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.VerifiedEntry;
import java.util.List;
import java.util.Optional;

/**
 * What the host of a relay has to say about what comes in, whether a client publishes it or a peer
 * sends it. Refusals are in words, for whoever sent it.
 */
public interface HostRules {

  /** A host who does not mind. */
  HostRules NONE = new HostRules() {};

  /** Why nothing can be stored at the moment. Any thread may ask. */
  default Optional<String> shortage() {
    return Optional.empty();
  }

  /**
   * Which new documents are refused; asked before anything is decided, by any of the threads that
   * verify.
   *
   * @param creates the entries that make them; others' may come in between
   * @return as many answers, in the same order
   * @throws UnansweredException when nobody can say
   */
  default List<Optional<String>> judge(List<VerifiedEntry> creates) throws UnansweredException {
    return creates.stream().map(create -> Optional.<String>empty()).toList();
  }

  /** Why nothing more is taken in of an author. On the writer's thread. */
  default Optional<String> refusal(PublicKey author) {
    return Optional.empty();
  }

  /** Why nothing more is taken in of a document. On the writer's thread. */
  default Optional<String> refusal(DocumentFact document) {
    return Optional.empty();
  }

  /** This is being written. On the writer's thread. */
  default void written(Decision decision) {}

  /** What was written last is on disk. On the writer's thread. */
  default void committed() {}

  /** What was written last is taken back, because of this. On the writer's thread. */
  default void takenBack(RuntimeException cause) {}

  /** The host's rule could not be asked. */
  final class UnansweredException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnansweredException(String message) {
      super(message);
    }
  }
}
