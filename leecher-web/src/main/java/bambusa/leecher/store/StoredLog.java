package bambusa.leecher.store;

import bambusa.ingest.DocumentFact;
import bambusa.ingest.ForkProof;
import bambusa.ingest.LogFact;
import bambusa.log.LogKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of one log: the numbers of its kept entries, which are all from 1 to its height.
 */
public final class StoredLog {

  private final LogKey key;
  private final int number;
  private int[] entries = new int[1];
  private int height;
  private int lastChange;
  private @Nullable DocumentFact document;
  private @Nullable ForkProof fork;

  StoredLog(LogKey key, int number) {
    this.key = key;
    this.number = number;
  }

  public LogKey key() {
    return key;
  }

  int number() {
    return number;
  }

  /** Sequence number of the newest kept entry, 0 for none. */
  public int height() {
    return height;
  }

  /** Null while nothing but a fork is known of the log. */
  public @Nullable DocumentFact document() {
    return document;
  }

  /** Proof that the log ends before its sequence number. */
  public @Nullable ForkProof fork() {
    return fork;
  }

  /** Grows with every entry that is stored: orders logs by their newest change. */
  int lastChange() {
    return lastChange;
  }

  LogFact fact() {
    return new LogFact(height, document, fork);
  }

  /** The number of the entry at a sequence number from 1 to the height. */
  int entry(long seqNum) {
    return entries[(int) seqNum - 1];
  }

  /** The number of the entry before one of this log, or {@link EntryTable#NONE}. */
  int before(int entry) {
    // Ascending: an entry is stored behind its backlink.
    int at = Arrays.binarySearch(entries, 0, height, entry);
    return at > 0 ? entries[at - 1] : EntryTable.NONE;
  }

  boolean holds(long seqNum) {
    return seqNum > 0 && seqNum <= height;
  }

  void append(int entry) {
    if (height == entries.length) {
      entries = Arrays.copyOf(entries, 2 * height);
    }
    entries[height++] = entry;
    lastChange = entry;
  }

  void holdsOperationsOf(DocumentFact ofDocument) {
    document = ofDocument;
  }

  void end(ForkProof proof) {
    fork = proof;
    if (holds(proof.seqNum().value())) {
      height = (int) proof.seqNum().value() - 1;
    }
  }
}
