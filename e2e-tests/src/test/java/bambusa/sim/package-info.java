/**
 * Whole histories of a network in one JVM: the real core and the real replication sessions, a
 * virtual clock, a network that loses and delays, nodes that crash, a peer that lies, authors that
 * fork. Everything follows from a seed.
 */
@NullMarked
package bambusa.sim;

import org.jspecify.annotations.NullMarked;
