package bambusa.ingest;

import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;
import java.util.Optional;

/**
 * Which documents a node wants or accepts. Depends on nothing but what it is given, so it selects
 * whole logs.
 */
@FunctionalInterface
public interface DocumentChoice {

  /** Restricts nothing. */
  DocumentChoice EVERYTHING = document -> true;

  boolean includes(DocumentFact document);

  /**
   * Why a document that is included is not taken in all the same, for a reason that lies with this
   * node alone; empty when it is.
   */
  default Optional<String> refusal(DocumentFact document) {
    return Optional.empty();
  }

  /** As {@link #includes(DocumentFact)}, for the three facts one by one. */
  default boolean includes(SchemaId schemaId, PublicKey owner, DocumentId documentId) {
    return includes(new DocumentFact(documentId, owner, schemaId));
  }
}
