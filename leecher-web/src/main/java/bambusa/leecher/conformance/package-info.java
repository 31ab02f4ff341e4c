/**
 * The model answering test vectors as text, so that the answers of JVM, JavaScript and WebAssembly
 * can be compared. Compiled for the browser by itself; no part of what a relay serves.
 */
@NullMarked
package bambusa.leecher.conformance;

import org.jspecify.annotations.NullMarked;
