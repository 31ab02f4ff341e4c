/**
 * What nodes ask each other for and how (replication.md 1 to 5): target sets, cursors and pages.
 */
@NullMarked
package bambusa.replication;

import org.jspecify.annotations.NullMarked;
