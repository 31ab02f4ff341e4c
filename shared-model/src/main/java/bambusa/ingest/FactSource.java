package bambusa.ingest;

/** The edge's store as ingest sees it while deciding. */
public interface FactSource {

  /**
   * Looks up everything that is needed and tells the facts, within the transaction the decision
   * will be written in.
   */
  void load(Needs needs, Facts facts);
}
