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

  /** Of the entry that we hold at a place, by its unsigned sequence number. */
  Optional<Hash> hash(LogKey log, long seqNum);

  /**
   * The last sequence number a log can have, unsigned: the one before its fork, or the highest
   * there is. More of it is never wanted.
   */
  long end(LogKey log);

  /**
   * What to ask for by hash: what defines the schemas of the target set ({@link WantedSchemas}),
   * what parked entries wait for, and where the two entries of a fork proof stand on another entry
   * than the one we hold before them, that one (the log was forked below). At most so many, without
   * those that were asked for in vain.
   */
  List<Hash> missing(int limit, Set<Hash> inVain);

  /** How many parked entries were evicted so far: what brought them must be read again. */
  long evicted();

  /** Authors of what we hold, for peers that cannot list theirs. */
  Set<PublicKey> authors();
}
