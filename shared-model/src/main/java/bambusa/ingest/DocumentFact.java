package bambusa.ingest;

import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;

/**
 * What never changes about a document.
 *
 * @param owner author of the CREATE
 */
public record DocumentFact(DocumentId documentId, PublicKey owner, SchemaId schemaId) {}
