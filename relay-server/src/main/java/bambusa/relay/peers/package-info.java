/**
 * Replication at work: pulls from configured peers (replication.md 3 to 5). Each peer has one
 * thread, which does what its {@link bambusa.replication.PullSession} decides; nothing here decides
 * what is valid.
 */
@NullMarked
package bambusa.relay.peers;

import org.jspecify.annotations.NullMarked;
