package bambusa.leecher.page;

import bambusa.leecher.js.Browser;
import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;

/** What this browser keeps, for how long, and how to be rid of it. */
final class StoragePanel {
  private final Element reloadNote = Document.byId("reload-note");
  private final Element persistNote = Document.byId("persist-note");
  private final Element persist = Document.byId("persist");
  private final Element dialog = Document.byId("wipe-dialog");
  private final WorkerPort port;

  StoragePanel(WorkerPort port) {
    this.port = port;
  }

  void listen() {
    Browser.registerServiceWorker("/sw.js", this::showReloadable);
    Browser.storageIsPersistent(this::showPersistent);
    persist.on("click", event -> Browser.persistStorage(this::showPersistent));
    Document.byId("wipe").on("click", event -> dialog.showModal());
    Document.byId("wipe-no").on("click", event -> dialog.close());
    Document.byId("wipe-yes").on("click", event -> wipe());
  }

  private void wipe() {
    dialog.close();
    port.wipe();
  }

  private void showReloadable(boolean reloadable) {
    reloadNote.setText(
        reloadable
            ? "This page can be reloaded when the relay is gone."
            : "Without https or localhost the browser does not keep the page itself: when the relay is gone, do not reload.");
  }

  private void showPersistent(boolean persistent) {
    persistNote.setText(
        persistent
            ? "The browser has promised not to delete what is stored here."
            : "The browser may delete what is stored here when space is short.");
    persist.setHidden(persistent);
  }
}
