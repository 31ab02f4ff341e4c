/**
 * What is valid and what follows from it; decides only, and runs on the JVM and in browsers alike.
 */
@NullMarked
package bambusa;

import org.jspecify.annotations.NullMarked;
