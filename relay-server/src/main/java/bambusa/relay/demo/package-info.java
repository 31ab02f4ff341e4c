/** A bamboo garden that several people write about: something to watch on a new relay. */
@NullMarked
package bambusa.relay.demo;

import org.jspecify.annotations.NullMarked;
