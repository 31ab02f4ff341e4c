package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.ingest.IngestResult.Parked;
import bambusa.ingest.IngestResult.Rejected;
import bambusa.log.Entry;
import bambusa.log.LogId;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.schema.OperationCheck;
import bambusa.schema.SchemaResolution;
import bambusa.schema.SchemaViolation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges what an entry carries: schema, {@code previous}, document (replication.md 6, steps 4 to
 * 6).
 */
final class OperationJudgement {

  private final Ledger ledger;
  private final Ingest.Rules rules;

  OperationJudgement(Ledger ledger, Ingest.Rules rules) {
    this.ledger = ledger;
    this.rules = rules;
  }

  /** Either the document it belongs to, or why it is not stored now. */
  sealed interface Outcome {

    record Fits(DocumentFact document) implements Outcome {}

    record Other(IngestResult result) implements Outcome {}
  }

  /** Judges an entry that would be the next one of its log. */
  Outcome ofNext(VerifiedEntry verified, LogFact log) {
    Outcome outcome = of(verified);
    if (!(outcome instanceof Outcome.Fits fits)) {
      return outcome;
    }
    DocumentFact document = fits.document();
    if (!verified.entry().seqNum().isFirst() && !document.equals(log.document())) {
      return rejected(
          Reason.WRONG_DOCUMENT,
          "Expected log not found in store for: public key "
              + verified.entry().author()
              + ", document id "
              + document.documentId());
    }
    if (!rules.wanted().includes(document)) {
      return unwanted(document);
    }
    Optional<String> refusal = rules.wanted().refusal(document);
    if (refusal.isPresent()) {
      return rejected(Reason.NOT_ACCEPTED, refusal.get());
    }
    ledger.keepDefinition(document.schemaId());
    Optional<Rejected> notPublishable =
        rules.publishing() ? publishing(verified, document) : Optional.empty();
    return notPublishable.isPresent() ? new Outcome.Other(notPublishable.get()) : outcome;
  }

  /** Judges an operation by itself and its causal past, wherever its entry stands. */
  Outcome of(VerifiedEntry verified) {
    Operation operation = verified.operation();
    SchemaResolution resolution = ledger.schema(operation.schemaId());
    if (resolution instanceof SchemaResolution.Missing missing) {
      return rules.publishing()
          ? rejected(Reason.SCHEMA_NOT_FOUND, "Schema not found")
          : withoutSchema(verified, missing.operationIds());
    }
    if (resolution instanceof SchemaResolution.Invalid invalid) {
      return rejected(Reason.INVALID_SCHEMA, operation.schemaId() + ": " + invalid.reason());
    }
    SchemaResolution.Resolved resolved = (SchemaResolution.Resolved) resolution;
    Optional<SchemaViolation> violation = OperationCheck.check(resolved.schema(), operation);
    if (violation.isPresent()) {
      return rejected(Reason.SCHEMA_VIOLATION, violation.get().message());
    }
    return document(verified);
  }

  /**
   * Which schemas a node comes to hold is for it to choose: only for a document that was asked for
   * is the definition of its schema asked for.
   */
  private Outcome withoutSchema(VerifiedEntry verified, Set<Hash> missing) {
    Outcome outcome = document(verified);
    if (!(outcome instanceof Outcome.Fits fits)) {
      return outcome;
    }
    if (!rules.wanted().includes(fits.document())) {
      return unwanted(fits.document());
    }
    // What of it came behind a fork would not come together with the rest again.
    ledger.keepDefinition(fits.document().schemaId());
    return new Outcome.Other(new Parked(missing));
  }

  private Outcome document(VerifiedEntry verified) {
    Operation operation = verified.operation();
    return operation
        .previous()
        .map(previous -> standsOn(operation, previous))
        .orElseGet(() -> creates(verified));
  }

  private static Outcome creates(VerifiedEntry verified) {
    Entry entry = verified.entry();
    return new Outcome.Fits(
        new DocumentFact(
            new DocumentId(entry.hash()), entry.author(), verified.operation().schemaId()));
  }

  private Outcome standsOn(Operation operation, DocumentViewId previous) {
    Set<Hash> missing = new LinkedHashSet<>();
    @Nullable DocumentFact document = null;
    boolean severalDocuments = false;
    for (Hash operationId : previous.operationIds()) {
      DocumentFact found = ledger.documentOf(operationId);
      if (found == null) {
        missing.add(operationId);
        continue;
      }
      // p2panda.md 1.7, step 10
      if (!found.schemaId().equals(operation.schemaId())) {
        return rejected(
            Reason.PREVIOUS_OF_OTHER_SCHEMA,
            "Operation "
                + operationId
                + " claims incorrect schema "
                + operation.schemaId()
                + " for document with schema "
                + found.schemaId());
      }
      severalDocuments |= document != null && !document.equals(found);
      document = found;
    }
    // Nothing that is known decides while something is missing: every node must come to the same
    // reason.
    if (!missing.isEmpty()) {
      return missing(missing);
    }
    if (severalDocuments) {
      return rejected(
          Reason.PREVIOUS_OF_SEVERAL_DOCUMENTS,
          "Operations in passed document view id originate from different documents");
    }
    return new Outcome.Fits(Ledger.known(document, "document of", previous));
  }

  private Outcome missing(Set<Hash> missing) {
    Hash first = missing.iterator().next();
    return rules.publishing()
        ? rejected(Reason.PREVIOUS_NOT_FOUND, "Previous operation " + first + " not found in store")
        : new Outcome.Other(new Parked(missing));
  }

  private Outcome unwanted(DocumentFact document) {
    return rules.publishing()
        ? rejected(
            Reason.NOT_ACCEPTED,
            "this node does not accept documents of schema "
                + document.schemaId()
                + " by owner "
                + document.owner())
        : rejected(
            Reason.NOT_ASKED_FOR,
            "document "
                + document.documentId()
                + " of schema "
                + document.schemaId()
                + " was not asked for");
  }

  /**
   * p2panda.md 1.7, steps 12 to 14: they depend on what is stored, so replication must not apply
   * them.
   */
  private Optional<Rejected> publishing(VerifiedEntry verified, DocumentFact document) {
    Entry entry = verified.entry();
    if (entry.seqNum().isLast()) {
      return Optional.of(
          new Rejected(
              Reason.MAX_SEQ_NUM,
              "Max sequence number reached for public key "
                  + entry.author()
                  + " log "
                  + entry.logId()));
    }
    if (verified.operation().previous().isEmpty()) {
      return Optional.empty();
    }
    if (ledger.deleted(document)) {
      return Optional.of(
          new Rejected(
              Reason.DOCUMENT_DELETED,
              "You are trying to update or delete a document which has been deleted"));
    }
    List<LogId> logs =
        ledger.authorLogs(new Needs.AuthorDocument(entry.author(), document.documentId()));
    if (logs.isEmpty() || logs.contains(entry.logId())) {
      return Optional.empty();
    }
    LogId lowest = logs.get(0);
    return Optional.of(
        new Rejected(
            Reason.WRONG_LOG,
            "Entry's claimed log id of "
                + entry.logId()
                + " does not match existing log id of "
                + lowest
                + " for given public key and document id"));
  }

  private static Outcome rejected(Reason reason, String detail) {
    return new Outcome.Other(new Rejected(reason, detail));
  }
}
