package bambusa.leecher.page;

import bambusa.leecher.js.Browser;
import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;
import bambusa.leecher.page.Messages.StatusMessage;

/** What the worker is doing, in words, and how much is here, in numbers. */
final class StatusView {
  /** A relay may claim any number; the bar needs one that can be added to. */
  private static final double MOST_REMAINING = 1e9;

  private final Element card = Document.byId("state");
  private final Element headline = Document.byId("state-headline");
  private final Element detail = Document.byId("state-detail");
  private final Element progress = Document.byId("progress");
  private final Element progressText = Document.byId("progress-text");
  private final Element entries = Document.byId("fact-entries");
  private final Element logs = Document.byId("fact-logs");
  private final Element authors = Document.byId("fact-authors");
  private final Element rate = Document.byId("fact-rate");
  private final Element storage = Document.byId("fact-storage");
  private final Element storageSummary = Document.byId("storage-summary");
  private String shownHeadline = "";

  Status show(StatusMessage message) {
    Status status = status(message);
    headline(status.headline(), status.state().word);
    detail.setText(status.detail());
    progress.setAttribute("max", Integer.toString(Math.max(1, status.total())));
    progress.setAttribute("value", Integer.toString(status.entries()));
    progress.setAttribute("aria-valuetext", status.progress());
    progressText.setText(status.progress());
    entries.setText(Figures.grouped(status.entries()));
    logs.setText(Figures.grouped(message.logs()));
    authors.setText(Figures.grouped(message.authors()));
    rate.setText(Figures.grouped(status.rate()));
    showStorage(message.storageBytes());
    return status;
  }

  /** Nothing can go on. */
  void showBroken(String problem) {
    headline("Cannot go on", "refused");
    detail.setText(problem);
  }

  /** Written only when it changes: every writing is read aloud. */
  private void headline(String text, String word) {
    card.setAttribute("data-state", word);
    if (!text.equals(shownHeadline)) {
      shownHeadline = text;
      headline.setText(text);
      Document.title(text + " · Bambusa");
    }
  }

  /** Browsers need not say; the worker then gives a negative number. */
  private void showStorage(double bytes) {
    String size = bytes < 0 ? "–" : Figures.bytes(bytes);
    storage.setText(size);
    storageSummary.setText(bytes < 0 ? "" : size + " stored");
  }

  private static Status status(StatusMessage message) {
    String reason = message.reason();
    return new Status(
        SyncState.of(message.state()),
        Browser.clock(message.since()),
        reason == null ? "" : reason,
        message.askedAgainAt() > 0 ? Browser.time(message.askedAgainAt()) : "",
        message.entries(),
        (int) Math.min(message.remaining(), MOST_REMAINING),
        (int) message.rate());
  }
}
