/**
 * What asks a relay: GraphQL over HTTP (p2panda.md 5.1, 6.1), and publishing built on it. Trusts no
 * answer: everything that comes is checked before it is used.
 */
@NullMarked
package bambusa.relay.client;

import org.jspecify.annotations.NullMarked;
