/**
 * What a host decides about a relay, and where it was said: command line, environment or file.
 * Knows neither the command line's library nor what the settings start.
 */
@NullMarked
package bambusa.relay.config;

import org.jspecify.annotations.NullMarked;
