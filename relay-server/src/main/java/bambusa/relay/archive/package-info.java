/**
 * Files of exported entries (docs/export-format.md). Reading one is ingest: nothing in it is
 * believed.
 */
@NullMarked
package bambusa.relay.archive;

import org.jspecify.annotations.NullMarked;
