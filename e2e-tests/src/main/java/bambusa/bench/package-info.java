/** Benchmarks of the paths that have a budget. */
@NullMarked
package bambusa.bench;

import org.jspecify.annotations.NullMarked;
