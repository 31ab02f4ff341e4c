/** A program of the host's that accepts or refuses new documents, one line of JSON for each. */
@NullMarked
package bambusa.relay.policy;

import org.jspecify.annotations.NullMarked;
