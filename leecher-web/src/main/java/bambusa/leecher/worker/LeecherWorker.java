package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.crypto.BatchVerifier;
import bambusa.crypto.PublicKey;
import bambusa.leecher.js.Bytes;
import bambusa.leecher.js.IndexedDb;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerParts;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.StorageException;
import bambusa.operation.DocumentId;
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

  private final WorkerParts parts;
  private final Leecher leecher;
  private final BatchVerifier verifier = new BatchVerifier(WorkerScope::fillRandom);

  private LeecherWorker(String script, @Nullable String fallbackReason, WorkerParts parts) {
    this.parts = parts;
    boolean fallback = fallbackReason != null;
    leecher =
        new Leecher(
            parts,
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
   * @param parts what is written in JavaScript
   */
  @JSExport
  public static void start(String script, String fallbackReason, WorkerParts parts) {
    LeecherWorker worker =
        new LeecherWorker(script, fallbackReason.isEmpty() ? null : fallbackReason, parts);
    WorkerScope.onMessage(message -> worker.receive((PageMessage) message));
  }

  private void receive(PageMessage message) {
    String type = message.type();
    switch (type) {
      case "verify" -> Promises.start(() -> verify(message));
      case "open" -> open(message);
      case "close" -> leecher.close();
      case "import", "drop" -> leecher.write(message);
      case "wipe" -> leecher.wipe(message.request());
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
      String problem =
          "This browser keeps nothing here (no IndexedDB), perhaps in a private window.";
      post(failed("storage", problem), message);
      return;
    }
    try {
      leecher.open(
          new Settings(message.database(), texts(message.relays()), target(message)),
          message.request());
    } catch (MalformedException e) {
      post(failed("argument", e.getMessage()), message);
    }
  }

  static TargetSet target(PageMessage message) throws MalformedException {
    return new TargetSet(
        parsed(message.schemaIds(), SchemaId::parse),
        parsed(message.owners(), PublicKey::parse),
        parsed(message.documentIds(), DocumentId::parse));
  }

  /** Reads one id. */
  private interface IdReader<T> {
    T read(String text) throws MalformedException;
  }

  private static <T> @Nullable List<T> parsed(
      @Nullable JSArrayReader<JSString> texts, IdReader<T> reader) throws MalformedException {
    if (texts == null) {
      return null;
    }
    List<T> ids = new ArrayList<>();
    for (String text : texts(texts)) {
      ids.add(reader.read(text));
    }
    return ids;
  }

  private static List<String> texts(JSArrayReader<JSString> array) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < array.getLength(); i++) {
      texts.add(array.get(i).stringValue());
    }
    return texts;
  }

  /** A database that failed is opened again once; what was asked only reads. */
  private void answer(String type, PageMessage question) {
    leecher.ready().await();
    OpenStore asked = leecher.opened();
    PlainObject answer;
    try {
      try {
        answer = answerOnce(type, question);
      } catch (StorageException | JsException e) {
        WorkerScope.note("the database is opened again: " + e.getMessage());
        if (asked != null) {
          leecher.reopen(asked);
        }
        answer = answerOnce(type, question);
      }
    } catch (MalformedException e) {
      answer = failed("argument", e.getMessage());
    } catch (StorageException e) {
      answer = failed(e.code(), e.getMessage());
    } catch (JsException e) {
      answer = failed("failed", e.getMessage());
    } catch (RuntimeException e) {
      // Here the question's thread begins: the page would wait for ever.
      WorkerScope.note(e.toString());
      answer = failed("failed", "a fault in the leecher: " + e);
    }
    post(answer, question);
  }

  private PlainObject answerOnce(String type, PageMessage question)
      throws MalformedException, JsException {
    OpenStore opened = leecher.opened();
    if (opened == null) {
      return failed("closed", "no database is open");
    }
    Documents documents = opened.documents();
    PageQueries queries = new PageQueries(opened.store());
    return switch (type) {
      case "logs" -> queries.logs(question.offset(), question.limit());
      case "log" ->
          queries.log(question.author(), question.logId(), question.from(), question.to());
      case "entry" -> queries.entry(question.author(), question.logId(), question.seqNum());
      case "document" ->
          documents.views().document(question.id(), PlainObject.text(question, "viewId"));
      case "documents" ->
          documents.query(
              SchemaId.parse(question.schemaId()), question.complete(), question.question());
      case "droppable" -> new Room(opened.store()).droppable(leecher.target());
      case "export" -> new ExportFile(parts, opened).write(question.gzip());
      default -> failed("argument", "no such question: " + type);
    };
  }

  private static void post(PlainObject answer, PageMessage question) {
    WorkerScope.post(answer.with("request", question.request()).object());
  }

  static PlainObject failed(String code, @Nullable String message) {
    return new PlainObject().with("type", "failed").with("code", code).with("message", message);
  }
}
