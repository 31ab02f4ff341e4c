package bambusa.document;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.operation.Operation;

/**
 * An operation as an entry carries it.
 *
 * @param id the hash of the entry
 * @param author of the entry
 * @param operation the payload of the entry
 */
public record PublishedOperation(Hash id, PublicKey author, Operation operation) {}
