package bambusa.document;

import bambusa.crypto.Hash;
import bambusa.operation.PlainValue;

/**
 * A field of a document in one of its views.
 *
 * @param value plain; the schema says what it means
 * @param operationId of the operation that wrote it
 */
public record DocumentField(PlainValue value, Hash operationId) {}
