package bambusa.ingest;

import bambusa.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Steps 3 and 4 of ingest (replication.md 6): gathers the facts that decide a batch, and decides
 * it. Pure but for the facts it asks the edge for. The edge calls both within the transaction it
 * writes the decision in.
 */
public final class Ingest {

  private Ingest() {}

  /**
   * Decides a batch that replication brought, in order; later entries may stand on earlier ones.
   *
   * @param asked which documents the session asked for
   */
  public static Decision replicated(
      List<VerifiedEntry> batch, DocumentChoice asked, FactSource source) {
    return decide(batch, gather(batch, source, false), new Rules(asked, false));
  }

  /**
   * Decides one entry that its author publishes here.
   *
   * @param acceptedHere which documents the node accepts
   */
  public static Decision published(
      VerifiedEntry entry, DocumentChoice acceptedHere, FactSource source) {
    List<VerifiedEntry> batch = List.of(entry);
    return decide(batch, gather(batch, source, true), new Rules(acceptedHere, true));
  }

  /** Decides a proof of a fork that a peer passed on. */
  public static Decision forkProven(ForkProof proof, FactSource source) {
    Facts facts = new Facts();
    ForkDecision.gather(proof, facts, source);
    return new Decision(
        List.of(new IngestResult.Forked(proof, proof.toString())),
        List.of(),
        Set.of(),
        ForkDecision.of(proof, new Ledger(facts)).map(List::of).orElse(List.of()),
        List.of(),
        List.of());
  }

  /**
   * Has the edge look up together what entries will need that are then published one by one, so
   * that it remembers it.
   */
  public static void foresee(List<VerifiedEntry> entries, FactSource source) {
    gather(entries, source, true);
  }

  private static Facts gather(List<VerifiedEntry> batch, FactSource source, boolean publishing) {
    Facts facts = new Facts();
    Needs needs = new Gathering(batch, facts, publishing).needs();
    while (!needs.isEmpty()) {
      source.load(needs, facts);
      needs = new Gathering(batch, facts, publishing).needs();
    }
    return facts;
  }

  private static Decision decide(List<VerifiedEntry> batch, Facts facts, Rules rules) {
    Ledger ledger = new Ledger(facts);
    Judgement judgement = new Judgement(ledger, rules);
    List<IngestResult> results = new ArrayList<>(batch.size());
    List<Fork> forks = new ArrayList<>(1);
    int decided = 0;
    while (decided < batch.size() && forks.isEmpty()) {
      VerifiedEntry entry = batch.get(decided);
      // What came before is written first: it may be part of what the fork takes out of its log.
      if (decided > 0 && judgement.provesFork(entry)) {
        break;
      }
      IngestResult result = judgement.of(entry);
      if (result instanceof IngestResult.Forked forked) {
        ForkDecision.of(forked.proof(), ledger).ifPresent(forks::add);
      }
      results.add(result);
      decided++;
    }
    List<Schema> schemas = ledger.resolvedSchemas();
    List<VerifiedEntry> rest = List.copyOf(batch.subList(decided, batch.size()));
    return new Decision(results, ledger.accepted(), ledger.promoted(), forks, schemas, rest);
  }

  /**
   * What holds besides the rules that depend on causal past alone.
   *
   * @param wanted asked for by a session, or accepted by the node
   * @param publishing whether the rules of p2panda.md 1.7 that replication must not apply hold too
   */
  record Rules(DocumentChoice wanted, boolean publishing) {}
}
