package bambusa.schema;

/**
 * An operation that does not fit its schema.
 *
 * @param fault the rule it breaks
 * @param message in the words of the reference
 */
public record SchemaViolation(SchemaFault fault, String message) {}
