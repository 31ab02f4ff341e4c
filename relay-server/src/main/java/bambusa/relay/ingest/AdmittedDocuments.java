package bambusa.relay.ingest;

import bambusa.ingest.DocumentChoice;
import bambusa.ingest.DocumentFact;
import java.util.Optional;

/** Of the documents that are asked for, those that the host takes in. */
record AdmittedDocuments(DocumentChoice asked, HostRules rules) implements DocumentChoice {

  @Override
  public boolean includes(DocumentFact document) {
    return asked.includes(document);
  }

  @Override
  public Optional<String> refusal(DocumentFact document) {
    return rules.refusal(document);
  }
}
