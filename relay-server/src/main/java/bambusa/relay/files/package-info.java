/** Files in the data directory that commands change while a relay runs. */
@NullMarked
package bambusa.relay.files;

import org.jspecify.annotations.NullMarked;
