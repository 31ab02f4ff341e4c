/**
 * Carries requests and answers over HTTP: the GraphQL endpoint, the leecher's page and scripts, and
 * what a supervisor asks. Knows nothing of what an answer says.
 *
 * <p>Bodies are read and written without blocking, so a slow client costs a connection and no
 * thread.
 */
@NullMarked
package bambusa.relay.http;

import org.jspecify.annotations.NullMarked;
