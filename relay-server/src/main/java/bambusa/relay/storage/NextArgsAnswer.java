package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.ingest.NextArgs;
import bambusa.log.LogKey;

/** What came of asking for next args (p2panda.md 4.2 and 6.1). */
public sealed interface NextArgsAnswer {

  /** What to sign into the next entry. */
  record Found(NextArgs nextArgs) implements NextArgsAnswer {}

  /** There are none. The messages are the reference's, where it has one. */
  sealed interface Refused extends NextArgsAnswer {

    /** Why, for people and for clients that look at it. */
    String message();
  }

  /** An operation of the view is not stored, or not shared with the asker. */
  record OperationNotFound(Hash operationId) implements Refused {

    @Override
    public String message() {
      return "Previous operation " + operationId + " not found in store";
    }
  }

  /** The operations of the view belong to more than one document. */
  record SeveralDocuments() implements Refused {

    @Override
    public String message() {
      return "Operations in passed document view id originate from different documents";
    }
  }

  /** Nothing can be added to a deleted document. */
  record DocumentDeleted() implements Refused {

    @Override
    public String message() {
      return "Document is deleted";
    }
  }

  /** The log is full: no entry can follow number 2^64 − 1. */
  record MaxSeqNumReached(LogKey log) implements Refused {

    @Override
    public String message() {
      return "Max sequence number reached for public key " + log.author() + " log " + log.logId();
    }
  }

  /** The author has used the highest log id there is. */
  record MaxLogIdReached(PublicKey author) implements Refused {

    @Override
    public String message() {
      return "Max log id reached for public key " + author;
    }
  }
}
