package bambusa.ingest;

import bambusa.log.Entry;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;

/**
 * Two entries signed by one author for the same place of the same log: proof of a fork, needing
 * nobody's word (replication.md 7). Of all branches known the two with the smallest hashes make the
 * proof, smallest first, so that nodes that met them in different order end with the same one.
 *
 * <p>Made by {@link EntryVerifier} from what came in, by ingest from what is stored and verified,
 * and by a store from what it kept ({@link #stored}).
 */
public final class ForkProof {

  private final Entry first;
  private final Entry second;

  private ForkProof(Entry first, Entry second) {
    this.first = first;
    this.second = second;
  }

  /** The proof made by two different entries of one position, both verified. */
  static ForkProof of(Entry one, Entry other) {
    if (!one.position().equals(other.position()) || one.hash().equals(other.hash())) {
      throw new IllegalArgumentException("no proof of a fork: " + one + " and " + other);
    }
    return one.hash().compareTo(other.hash()) < 0
        ? new ForkProof(one, other)
        : new ForkProof(other, one);
  }

  /** A proof read back from a store, which was verified before it was written. */
  public static ForkProof stored(Entry one, Entry other) {
    return of(one, other);
  }

  /** The branch with the smaller hash. */
  public Entry first() {
    return first;
  }

  public Entry second() {
    return second;
  }

  public LogKey logKey() {
    return first.logKey();
  }

  /** The log ends before it. */
  public SeqNum seqNum() {
    return first.seqNum();
  }

  /** The proof to keep when another verified entry of the same position becomes known. */
  ForkProof with(Entry third) {
    if (third.hash().equals(first.hash()) || third.hash().compareTo(second.hash()) >= 0) {
      return this;
    }
    return of(first, third);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ForkProof proof
        && first.equals(proof.first)
        && second.equals(proof.second);
  }

  @Override
  public int hashCode() {
    return 31 * first.hashCode() + second.hashCode();
  }

  /** Both branches, for messages to people. */
  @Override
  public String toString() {
    return "fork at " + first.position() + ": " + first.hash() + " and " + second.hash();
  }
}
