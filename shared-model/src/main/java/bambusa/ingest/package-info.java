/**
 * The one gate for everything that comes in (replication.md 6 and 7): publishing, replicating and
 * leeching all go
 *
 * <pre>
 * decode → verify → need → (the edge loads) → decide → (the edge writes, in one transaction)
 * </pre>
 *
 * What is decided about a replicated entry depends only on its bytes and its causal past, so that
 * nodes converge.
 */
@NullMarked
package bambusa.ingest;

import org.jspecify.annotations.NullMarked;
