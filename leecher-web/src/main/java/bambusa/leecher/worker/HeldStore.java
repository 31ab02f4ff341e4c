package bambusa.leecher.worker;

import bambusa.leecher.js.WorkerParts;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StorageException;
import org.jspecify.annotations.Nullable;

/** The one database that is open, if any; opened again where it was lost. May wait. */
final class HeldStore {

  /** A little more than {@code documents.js} waits. */
  private static final int TIDIED_MILLIS = 4_000;

  private final WorkerParts parts;
  private final Outlet outlet;
  private final PageNews news;
  private final Runnable lost;
  private @Nullable OpenStore open;

  /** {@code lost} is run when the browser takes the database away. */
  HeldStore(WorkerParts parts, Outlet outlet, PageNews news, Runnable lost) {
    this.parts = parts;
    this.outlet = outlet;
    this.news = news;
    this.lost = lost;
  }

  /** Where there is no room, whoever deletes it writes it anew once the browser has tidied up. */
  private int patience() {
    return news.status().isFull() ? TIDIED_MILLIS : 0;
  }

  /** Null while nothing is open. */
  @Nullable OpenStore opened() {
    return open;
  }

  /**
   * The database, open; for writing if this tab leads. Where that fails, for want of room, it stays
   * open for reading.
   */
  OpenStore open(String database, boolean leads) {
    OpenStore held = open;
    if (held == null || held.store().isLost()) {
      LeecherStore store = LeecherStore.open(database, lost, this::patience);
      held =
          new OpenStore(
              store, new Documents(store, parts.documents(), outlet, news.status()::isFull));
      open = held;
      news.of(store.directory());
    }
    if (leads && held.store().fence() == 0) {
      held.store().takeFence();
      // What came between reading and taking.
      held.store().catchUp();
    }
    return held;
  }

  /** The session tells if nothing can be written. */
  OpenStore openForReading(String database, boolean leads) {
    try {
      return open(database, leads);
    } catch (StorageException e) {
      OpenStore held = open;
      if (held == null || held.store().isLost() || !e.code().equals("quota")) {
        throw e;
      }
      return held;
    }
  }

  void drop() {
    OpenStore broken = open;
    open = null;
    if (broken != null) {
      broken.store().close();
    }
  }
}
