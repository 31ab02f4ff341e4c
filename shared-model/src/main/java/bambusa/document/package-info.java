/**
 * Documents (p2panda.md 4): the graph of operations, the order in which they count, and the views
 * they make. Also finds the schemas that documents define.
 */
@NullMarked
package bambusa.document;

import org.jspecify.annotations.NullMarked;
