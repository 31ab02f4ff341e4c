/**
 * The one description of the API and the one engine that answers it. HTTP and QUIC hand a request
 * to {@link bambusa.relay.graphql.GraphQlEngine} and carry the answer; the engine knows neither.
 *
 * <p>A request goes: bytes → {@link bambusa.relay.graphql.GraphQlRequest} → document → limits →
 * resolvers → projection → JSON.
 */
@NullMarked
package bambusa.relay.graphql;

import org.jspecify.annotations.NullMarked;
