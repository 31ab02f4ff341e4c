package bambusa.replication;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.DocumentFact;
import bambusa.operation.SchemaId;

/**
 * What may come of asking by hash for the past of entries of a target set: documents of the target
 * set, since an operation stands on others of its own document only, and those that define schemas
 * (replication.md 4). Whatever else a peer tricks us into asking for is refused.
 */
public record NeededDocuments(TargetSet target) implements DocumentChoice {

  @Override
  public boolean includes(DocumentFact document) {
    return document.schemaId().equals(SchemaId.SCHEMA_DEFINITION)
        || document.schemaId().equals(SchemaId.SCHEMA_FIELD_DEFINITION)
        || target.includes(document);
  }
}
