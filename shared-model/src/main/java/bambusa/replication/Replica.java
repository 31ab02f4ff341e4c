package bambusa.replication;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.log.LogKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a session must know of our own store, for its peer and its target set. Each call may read
 * the store.
 */
public interface Replica {

  /** Of our own store: a peer that has it is ourselves. */
  String storeId();

  /** How far we have read a peer's store with this target set. */
  Optional<String> cursor(String peerStoreId);

  /** All our logs of the target set. Must not change while the session compares. */
  LogIndex logIndex();

  /** Height of a log, unsigned; 0 where we hold nothing. */
  long height(LogKey log);

  /** Whether a fork ended the log: more of it is never wanted. */
  boolean ended(LogKey log);

  /** What parked entries wait for, at most so many, without those that were asked for in vain. */
  List<Hash> missing(int limit, Set<Hash> inVain);

  /** Authors of what we hold, for peers that cannot list theirs. */
  Set<PublicKey> authors();
}
