/**
 * The command line: options, help, errors on one line, and what each command prints. Standard
 * output carries what a command answers, standard error everything else.
 */
@NullMarked
package bambusa.relay.cli;

import org.jspecify.annotations.NullMarked;
