/**
 * Schemas (p2panda.md 3): the types of fields, the schemas that are part of the protocol, those
 * that documents define, and whether an operation fits its schema.
 */
@NullMarked
package bambusa.schema;

import org.jspecify.annotations.NullMarked;
