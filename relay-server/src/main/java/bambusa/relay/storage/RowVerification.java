package bambusa.relay.storage;

import bambusa.crypto.Hash;
import bambusa.ingest.DecodedEntry;
import bambusa.ingest.EntryDecoding;
import bambusa.ingest.EntryVerifier;
import bambusa.ingest.SignatureJudge;
import bambusa.ingest.VerifiedEntry;
import bambusa.log.Entry;
import bambusa.operation.Action;
import bambusa.operation.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies rows by themselves: what can be told without other entries. One for each thread. */
final class RowVerification {

  private final EntryDecoding decoding = new EntryDecoding();
  private final EntryVerifier verifier;

  RowVerification(SignatureJudge judge) {
    this.verifier = new EntryVerifier(judge);
  }

  /**
   * A row and what is wrong with it.
   *
   * @param decoded null when it could not be
   */
  record Verdict(StoredRow row, @Nullable DecodedEntry decoded, List<String> faults) {}

  List<Verdict> verify(List<StoredRow> rows) {
    List<Verdict> verdicts = new ArrayList<>();
    List<DecodedEntry> toVerify = new ArrayList<>();
    List<Verdict> decodedOnes = new ArrayList<>();
    for (StoredRow row : rows) {
      Verdict verdict = decode(row);
      verdicts.add(verdict);
      if (verdict.decoded != null) {
        toVerify.add(verdict.decoded);
        decodedOnes.add(verdict);
      }
    }
    // Null where the signature does not hold.
    List<VerifiedEntry> verified = verifier.verify(toVerify);
    for (int i = 0; i < verified.size(); i++) {
      if (verified.get(i) == null) {
        decodedOnes.get(i).faults.add("its signature does not hold");
      }
    }
    return verdicts;
  }

  private Verdict decode(StoredRow row) {
    List<String> faults = new ArrayList<>();
    EntryDecoding.Outcome outcome = decoding.decode(Columns.encoded(row.entry, row.operation));
    if (outcome instanceof EntryDecoding.Outcome.Refused refused) {
      faults.add(refused.reason() + ": " + refused.detail());
      return new Verdict(row, null, faults);
    }
    DecodedEntry decoded = ((EntryDecoding.Outcome.Decoded) outcome).entry();
    place(row, decoded.entry(), faults);
    operation(row, decoded, faults);
    return new Verdict(row, decoded, faults);
  }

  private static void place(StoredRow row, Entry entry, List<String> faults) {
    if (!Arrays.equals(row.hash, Columns.ofHash(entry.hash()))) {
      faults.add("its bytes have the hash " + entry.hash());
    }
    if (!Arrays.equals(row.author, entry.author().bytes())
        || row.logId != entry.logId().value()
        || row.seqNum != entry.seqNum().value()) {
      faults.add("it says to be " + entry);
    }
  }

  private static void operation(StoredRow row, DecodedEntry decoded, List<String> faults) {
    Operation operation = decoded.operation();
    if (row.action != Columns.ofAction(operation.action())) {
      faults.add("its operation is a " + operation.action() + ", stored as " + row.action);
    }
    if (row.documentId == null || row.schemaId == null) {
      faults.add("its document or schema is missing");
      return;
    }
    if (!row.schemaId.equals(operation.schemaId().toString())) {
      faults.add("its schema is " + operation.schemaId() + ", stored as " + row.schemaId);
    }
    Hash documentId = Columns.hash(row.documentId);
    if (operation.action() == Action.CREATE && !decoded.entry().hash().equals(documentId)) {
      faults.add("it creates a document, but is stored in " + documentId);
    }
  }
}
