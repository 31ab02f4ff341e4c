/**
 * The relay's side of the one gate (replication.md 6): verifies on a pool of threads, decides and
 * writes on one, and wakes those who wait.
 */
@NullMarked
package bambusa.relay.ingest;

import org.jspecify.annotations.NullMarked;
