package bambusa.ingest;

import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.MalformedEntryException;
import bambusa.operation.EncodedOperation;
import bambusa.operation.MalformedOperationException;
import bambusa.operation.OperationDecoder;

/**
 * Step 1 of ingest: decodes entries with their operations and checks what needs no signature.
 * Serves one thread.
 */
public final class EntryDecoding {

  private final EntryDecoder entryDecoder = new EntryDecoder();

  /** What came of one entry. */
  public sealed interface Outcome {

    record Decoded(DecodedEntry entry) implements Outcome {}

    record Refused(Reason reason, String detail) implements Outcome {}
  }

  public Outcome decode(EncodedEntryAndOperation encoded) {
    EncodedOperation payload = encoded.operation();
    try {
      Entry entry = entryDecoder.decode(encoded.entry());
      if (payload == null) {
        return new Outcome.Refused(
            Reason.OPERATION_MISSING, "entry " + entry + " came without its operation");
      }
      // p2panda.md 1.7, steps 5 and 6
      if (!payload.hash().equals(entry.payloadHash())) {
        return new Outcome.Refused(
            Reason.WRONG_PAYLOAD_HASH, "operation needs to match payload hash of encoded entry");
      }
      if (payload.size() != entry.payloadSize()) {
        return new Outcome.Refused(
            Reason.WRONG_PAYLOAD_SIZE, "operation needs to match payload size of encoded entry");
      }
      return new Outcome.Decoded(
          new DecodedEntry(entry, OperationDecoder.decode(payload), payload));
    } catch (MalformedEntryException e) {
      return new Outcome.Refused(Reason.MALFORMED_ENTRY, message(e));
    } catch (MalformedOperationException e) {
      return new Outcome.Refused(Reason.MALFORMED_OPERATION, message(e));
    }
  }

  private static String message(Exception malformed) {
    return String.valueOf(malformed.getMessage());
  }
}
