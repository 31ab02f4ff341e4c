package bambusa.ingest;

import bambusa.crypto.Hash;
import bambusa.ingest.IngestResult.Accepted;
import bambusa.ingest.IngestResult.Duplicate;
import bambusa.ingest.IngestResult.Forked;
import bambusa.ingest.IngestResult.Parked;
import bambusa.ingest.IngestResult.Rejected;
import bambusa.log.Entry;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.log.Skiplink;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Judges the entries of one batch one after the other, in the steps of replication.md 6. */
final class Judgement {

  private final Ledger ledger;
  private final Ingest.Rules rules;
  private final OperationJudgement operations;

  Judgement(Ledger ledger, Ingest.Rules rules) {
    this.ledger = ledger;
    this.rules = rules;
    this.operations = new OperationJudgement(ledger, rules);
  }

  /**
   * Whether an entry proves a fork, or proves a known one better. That changes what is stored, so
   * it is decided first of a batch or not at all.
   */
  boolean provesFork(VerifiedEntry verified) {
    Entry entry = verified.entry();
    LogFact log = ledger.log(entry.logKey());
    if (log.endsBefore(entry.seqNum())) {
      return betterProof(entry, log).isPresent();
    }
    return log.holds(entry.seqNum())
        && !Objects.equals(ledger.hashAt(entry.position()), verified.hash());
  }

  private static Optional<ForkProof> betterProof(Entry entry, LogFact log) {
    ForkProof proof = Ledger.known(log.fork(), "fork of", entry.logKey());
    if (!entry.seqNum().equals(proof.seqNum())) {
      return Optional.empty();
    }
    ForkProof better = proof.with(entry);
    return better.equals(proof) ? Optional.empty() : Optional.of(better);
  }

  IngestResult of(VerifiedEntry verified) {
    Entry entry = verified.entry();
    LogFact log = ledger.log(entry.logKey());
    if (log.endsBefore(entry.seqNum())) {
      return behindFork(verified, log);
    }
    if (log.holds(entry.seqNum())) {
      return held(verified, log);
    }
    if (entry.seqNum().value() != log.height() + 1) {
      return gap(entry, log);
    }
    Optional<IngestResult> wrongLink = wrongLink(entry);
    if (wrongLink.isPresent()) {
      return wrongLink.get();
    }
    OperationJudgement.Outcome outcome = operations.ofNext(verified, log);
    if (outcome instanceof OperationJudgement.Outcome.Other other) {
      return other.result();
    }
    DocumentFact document = ((OperationJudgement.Outcome.Fits) outcome).document();
    ledger.keepPast(verified.operation(), document);
    ledger.append(verified, document);
    return new Accepted();
  }

  private IngestResult held(VerifiedEntry verified, LogFact log) {
    LogPosition position = verified.entry().position();
    if (Objects.equals(ledger.hashAt(position), verified.hash())) {
      ledger.found(verified, Ledger.known(log.document(), "document of", position.log()));
      return rules.publishing() ? wrongSeqNum(verified.entry(), log) : new Duplicate();
    }
    ForkProof proof = ForkProof.of(ledger.entryAt(position), verified.entry());
    return new Forked(proof, wrongSeqNum(verified.entry(), log).detail());
  }

  /**
   * Behind a fork nothing belongs to the log any more, but a kept entry may stand on it
   * (replication.md 7).
   */
  private IngestResult behindFork(VerifiedEntry verified, LogFact log) {
    Entry entry = verified.entry();
    ForkProof proof = Ledger.known(log.fork(), "fork of", entry.logKey());
    OperationFact stored = ledger.operation(verified.hash());
    if (stored != null && !rules.publishing()) {
      ledger.define(verified);
      return new Duplicate();
    }
    Optional<ForkProof> better = betterProof(entry, log);
    if (better.isPresent()) {
      return new Forked(better.get(), wrongSeqNum(entry, log).detail());
    }
    OperationJudgement.Outcome outcome = operations.of(verified);
    if (outcome instanceof OperationJudgement.Outcome.Fits fits) {
      ledger.candidate(verified, fits.document());
    } else if (outcome instanceof OperationJudgement.Outcome.Other other
        && other.result() instanceof Parked parked) {
      return new Parked(parked.missing(), true);
    }
    return new Rejected(
        Reason.LOG_ENDED,
        "log "
            + entry.logKey()
            + " was forked by its author and ends before entry "
            + proof.seqNum()
            + "; entry "
            + entry.seqNum()
            + " is not part of it. Ask for next args to continue the document in a new log");
  }

  private IngestResult gap(Entry entry, LogFact log) {
    if (rules.publishing()) {
      return wrongSeqNum(entry, log);
    }
    return new Parked(Set.of(entry.backlink().orElseThrow()));
  }

  private static Rejected wrongSeqNum(Entry entry, LogFact log) {
    return new Rejected(
        Reason.WRONG_SEQ_NUM,
        "Entry's claimed seq num of "
            + entry.seqNum()
            + " does not match expected seq num of "
            + Long.toUnsignedString(log.height() + 1)
            + " for given public key and log");
  }

  private Optional<IngestResult> wrongLink(Entry entry) {
    if (entry.seqNum().isFirst()) {
      return Optional.empty();
    }
    long seqNum = entry.seqNum().value();
    Hash backlink = entry.backlink().orElseThrow();
    boolean onThisBranch = leadsTo(backlink, entry.logKey(), seqNum - 1);
    if (!onThisBranch && !rules.publishing() && ledger.operation(backlink) == null) {
      // Its past is not the one stored here but may well be: then the log was forked below.
      return Optional.of(new Parked(Set.of(backlink)));
    }
    if (entry.skiplink().isPresent()
        && !leadsTo(entry.skiplink().get(), entry.logKey(), Skiplink.target(seqNum))) {
      return Optional.of(
          new Rejected(Reason.WRONG_SKIPLINK, "claimed hash does not match skiplink entry"));
    }
    if (!onThisBranch) {
      return Optional.of(
          new Rejected(Reason.WRONG_BACKLINK, "claimed hash does not match backlink entry"));
    }
    return Optional.empty();
  }

  private boolean leadsTo(Hash link, LogKey log, long seqNum) {
    return Objects.equals(ledger.hashAt(new LogPosition(log, new SeqNum(seqNum))), link);
  }
}
