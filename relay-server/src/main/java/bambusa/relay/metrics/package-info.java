/** What was counted, in the text format of Prometheus. The only package that knows Micrometer. */
@NullMarked
package bambusa.relay.metrics;

import org.jspecify.annotations.NullMarked;
