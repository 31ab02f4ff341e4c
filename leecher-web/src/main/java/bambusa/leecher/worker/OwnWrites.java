package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.WorkerParts;
import bambusa.leecher.store.StorageException;
import bambusa.replication.TargetSet;
import org.jspecify.annotations.Nullable;

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
      OpenStore opened = opening.open(database);
      return question.type().equals("import")
          ? new ExportFile(parts, opened).read(question.file(), signatures, news)
          : drop(question, opened, target, database);
    } catch (MalformedException | JsException e) {
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

  private PlainObject drop(
      PageMessage question, OpenStore opened, TargetSet target, String database)
      throws MalformedException {
    PlainObject answer = new Room(opened.store()).drop(question, target, parts.documents());
    // The records of documents are made anew.
    held.drop();
    news.status().enter(StatusReport.State.STARTING, null);
    news.tellAll(opening.open(database).store().directory());
    news.merged();
    return answer;
  }
}
