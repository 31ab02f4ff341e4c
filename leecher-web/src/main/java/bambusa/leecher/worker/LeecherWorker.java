package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.crypto.BatchVerifier;
import bambusa.leecher.js.Bytes;
import bambusa.leecher.js.IndexedDb;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StorageException;
import bambusa.operation.SchemaId;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/**
 * Entry point of a worker: one that leeches for a page, or one that verifies signatures for another
 * worker, depending on what it is sent.
 */
public final class LeecherWorker {

  private static final int PAGE_SIZE = 1_000;

  /**
   * JavaScript takes about twenty times as long for a signature, and pages are to be seen arriving.
   */
  private static final int FALLBACK_PAGE_SIZE = 250;

  private static final int LOCAL_BATCH = 256;
  private static final int FALLBACK_LOCAL_BATCH = 32;

  private final Leecher leecher;
  private final BatchVerifier verifier = new BatchVerifier(WorkerScope::fillRandom);

  private LeecherWorker(String script, @Nullable String fallbackReason) {
    boolean fallback = fallbackReason != null;
    leecher =
        new Leecher(
            new SignaturePool(
                script, WorkerScope.cores(), fallback ? FALLBACK_LOCAL_BATCH : LOCAL_BATCH),
            fallback ? FALLBACK_PAGE_SIZE : PAGE_SIZE,
            fallback ? "verifies slowly, as JavaScript: " + fallbackReason : null);
  }

  /** Runs when the worker is loaded; what is to be done comes by messages. */
  public static void main(String[] args) {}

  /**
   * Begins to listen.
   *
   * @param script the address of the script that calls this, to start more workers from
   * @param fallbackReason why this is not WebAssembly; empty if it is
   */
  @JSExport
  public static void start(String script, String fallbackReason) {
    LeecherWorker worker =
        new LeecherWorker(script, fallbackReason.isEmpty() ? null : fallbackReason);
    WorkerScope.onMessage(message -> worker.receive((PageMessage) message));
  }

  private void receive(PageMessage message) {
    String type = message.type();
    switch (type) {
      case "verify" -> Promises.start(() -> verify(message));
      case "open" -> open(message);
      case "close" -> leecher.close();
      case "wipe" -> leecher.wipe();
      default -> Promises.start(() -> answer(type, message));
    }
  }

  private void verify(PageMessage message) {
    try {
      byte[] verdicts = SignaturePool.answer(verifier, Bytes.toJava(message.batch()));
      WorkerScope.post(new PlainObject().with("verdicts", Bytes.toJs(verdicts)).object());
    } catch (MalformedException e) {
      WorkerScope.post(new PlainObject().with("message", e.getMessage()).object());
    }
  }

  private void open(PageMessage message) {
    if (!IndexedDb.isPresent()) {
      error("This browser keeps nothing here (no IndexedDB), perhaps in a private window.");
      return;
    }
    try {
      leecher.open(
          new Leecher.Settings(message.database(), message.relay(), target(message.schemaIds())));
    } catch (MalformedException e) {
      error("no schema: " + e.getMessage());
    }
  }

  private static void error(String text) {
    WorkerScope.post(new PlainObject().with("type", "error").with("message", text).object());
  }

  private static TargetSet target(@Nullable JSArrayReader<JSString> schemaIds)
      throws MalformedException {
    if (schemaIds == null) {
      return TargetSet.EVERYTHING;
    }
    List<SchemaId> ids = new ArrayList<>();
    for (int i = 0; i < schemaIds.getLength(); i++) {
      ids.add(SchemaId.parse(schemaIds.get(i).stringValue()));
    }
    return TargetSet.ofSchemas(ids);
  }

  private void answer(String type, PageMessage question) {
    leecher.ready().await();
    PlainObject answer;
    try {
      LeecherStore store = leecher.store();
      answer = store == null ? failed("no database is open") : answer(type, question, store);
    } catch (MalformedException | StorageException e) {
      answer = failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Here the question's thread begins: the page would wait for ever.
      WorkerScope.note(e.toString());
      answer = failed("a fault in the leecher: " + e);
    }
    WorkerScope.post(answer.with("request", question.request()).object());
  }

  private static PlainObject answer(String type, PageMessage question, LeecherStore store)
      throws MalformedException {
    PageQueries queries = new PageQueries(store);
    return switch (type) {
      case "logs" -> queries.logs(question.offset(), question.limit());
      case "log" ->
          queries.log(question.author(), question.logId(), question.from(), question.to());
      case "entry" -> queries.entry(question.author(), question.logId(), question.seqNum());
      default -> failed("no such question: " + type);
    };
  }

  private static PlainObject failed(String message) {
    return new PlainObject().with("type", "failed").with("message", message);
  }
}
