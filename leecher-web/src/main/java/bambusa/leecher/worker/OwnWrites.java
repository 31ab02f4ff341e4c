package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerParts;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StorageException;
import bambusa.replication.TargetSet;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** What the tab that leads writes though no relay sent it: imports, and what is dropped. */
final class OwnWrites {

  private final WorkerParts parts;
  private final SignaturePool signatures;
  private final PageNews news;
  private final HeldStore held;
  private final Session session;
  private final Session.Opening opening;

  OwnWrites(
      WorkerParts parts,
      SignaturePool signatures,
      PageNews news,
      HeldStore held,
      Session session,
      Session.Opening opening) {
    this.parts = parts;
    this.signatures = signatures;
    this.news = news;
    this.held = held;
    this.session = session;
    this.opening = opening;
  }

  /**
   * Writes while no relay is asked.
   *
   * @param settings with which relays are asked again afterwards; null for not at all
   * @return what the page is answered
   */
  PlainObject write(
      PageMessage question, String database, TargetSet target, @Nullable Settings settings) {
    session.end();
    try {
      return question.type().equals("import")
          ? new ExportFile(parts, opening.open(database)).read(question.file(), signatures, news)
          : drop(question, target, database);
    } catch (MalformedException e) {
      return LeecherWorker.failed("argument", e.getMessage());
    } catch (StorageException e) {
      // The directory may be ahead of what is stored.
      held.drop();
      return LeecherWorker.failed(e.code(), e.getMessage());
    } finally {
      if (settings != null) {
        session.start(settings);
      }
    }
  }

  private PlainObject drop(PageMessage question, TargetSet target, String database)
      throws MalformedException {
    boolean isFull = news.status().isFull();
    OpenStore opened = isFull ? held.openForReading(database, true) : opening.open(database);
    Room room = new Room(opened.store());
    PlainObject answer = room.drop(question, target, parts.documents(), isFull ? database : null);
    // The records of documents are made anew.
    held.drop();
    JSObject kept = room.kept();
    if (kept != null) {
      putBack(kept, opening.open(database).store());
    }
    news.status().enter(StatusReport.State.STARTING, null);
    news.tellAll(opening.open(database).store().directory());
    news.merged();
    return answer;
  }

  private void putBack(JSObject kept, LeecherStore anew) {
    try {
      Promises.await(parts.documents().putBack(anew.database(), anew.fence(), kept));
    } catch (JsException e) {
      throw new StorageException("what is kept could not be stored: " + e.text(), e);
    }
    held.drop();
  }
}
