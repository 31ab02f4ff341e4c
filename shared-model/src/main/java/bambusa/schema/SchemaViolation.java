package bambusa.schema;

import bambusa.bytes.Excerpt;

/**
 * An operation that does not fit its schema.
 *
 * @param fault the rule it breaks
 * @param message in the words of the reference
 */
public record SchemaViolation(SchemaFault fault, String message) {

  /** Cuts a message that quotes too much. */
  public SchemaViolation {
    message = Excerpt.of(message);
  }
}
