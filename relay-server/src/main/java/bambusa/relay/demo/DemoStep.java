package bambusa.relay.demo;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.operation.Action;
import bambusa.operation.SchemaId;

/**
 * One entry that the demo has published.
 *
 * @param author of the entry
 * @param action of its operation
 * @param schemaId of the document
 * @param operationId of the operation
 * @param ofAnother whether somebody else created the document
 */
public record DemoStep(
    PublicKey author, Action action, SchemaId schemaId, Hash operationId, boolean ofAnother) {}
