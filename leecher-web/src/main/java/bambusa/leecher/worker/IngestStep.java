package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.leecher.js.PlainObject;
import bambusa.log.EncodedEntry;
import bambusa.operation.EncodedOperation;
import bambusa.replication.FeedPage;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/** Entries and proofs of forks that JavaScript brings, in the order in which to ingest them. */
record IngestStep(List<EncodedEntryAndOperation> entries, List<FeedPage.EncodedForkProof> proofs) {

  /** Reads {entries: [entry, operation, …], proofs: [first, second, …]}. */
  static IngestStep of(JSObject step) throws MalformedException {
    return new IngestStep(entries(step), proofs(step));
  }

  private static List<EncodedEntryAndOperation> entries(JSObject step) throws MalformedException {
    JSArrayReader<JSString> texts = texts(step, "entries");
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    for (int i = 0; i < texts.getLength(); i += 2) {
      entries.add(
          new EncodedEntryAndOperation(
              EncodedEntry.parse(texts.get(i).stringValue()),
              EncodedOperation.parse(texts.get(i + 1).stringValue())));
    }
    return entries;
  }

  private static List<FeedPage.EncodedForkProof> proofs(JSObject step) throws MalformedException {
    JSArrayReader<JSString> texts = texts(step, "proofs");
    List<FeedPage.EncodedForkProof> proofs = new ArrayList<>();
    for (int i = 0; i < texts.getLength(); i += 2) {
      proofs.add(
          new FeedPage.EncodedForkProof(
              EncodedEntry.parse(texts.get(i).stringValue()),
              EncodedEntry.parse(texts.get(i + 1).stringValue())));
    }
    return proofs;
  }

  @SuppressWarnings("unchecked")
  private static JSArrayReader<JSString> texts(JSObject step, String member) {
    JSArrayReader<JSString> texts = (JSArrayReader<JSString>) PlainObject.member(step, member);
    if (texts == null) {
      throw new IllegalStateException("a step of ingest has " + member);
    }
    return texts;
  }
}
