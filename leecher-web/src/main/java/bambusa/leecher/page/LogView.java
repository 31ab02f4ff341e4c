package bambusa.leecher.page;

import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;
import bambusa.leecher.page.Messages.LogAnswer;
import bambusa.leecher.page.Messages.LogEntry;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.core.JSArrayReader;

/** One log: its picture, and below it the entry that was chosen. */
final class LogView {
  private final Element view = Document.byId("log-view");
  private final Element crumb = Document.byId("log-crumb");
  private final Element title = Document.byId("log-title");
  private final Element facts = Document.byId("log-facts");
  private final Element range = Document.byId("log-range");
  private final Element pager = Document.byId("log-pager");
  private final Element before = Document.byId("log-before");
  private final Element after = Document.byId("log-after");
  private final Element hint = Document.byId("entry-hint");
  private final PictureView picture = new PictureView();
  private final EntryView entryView = new EntryView();
  private final WorkerPort port;

  private Route route = Route.LOGS;
  private LogWindow window = LogWindow.around(1);
  private int height;

  LogView(WorkerPort port) {
    this.port = port;
    before.on("click", event -> fetch(LogWindow.around(window.before()), window.before()));
    after.on("click", event -> fetch(LogWindow.around(window.after()), window.after()));
  }

  /** Shows the log that the route names, or hides if it names none. */
  void show(Route next) {
    boolean sameLog = next.isOf(route.author(), route.logId());
    route = next;
    view.setHidden(!next.isLog());
    if (!next.isLog()) {
      entryView.hide();
      return;
    }
    if (!sameLog) {
      begin();
    }
    choose();
    if (!sameLog && !next.isEntry()) {
      fetchNewest();
    } else if (!sameLog || next.isEntry() && !window.holds(chosen())) {
      fetch(LogWindow.around(chosen()), chosen());
    }
  }

  /** Something arrived in this log; if its newest entries are shown, so is the new one. */
  void refresh() {
    if (window.isLast(height)) {
      fetch(LogWindow.around(height + 1), route.isEntry() ? 0 : height + 1);
    }
  }

  Route route() {
    return route;
  }

  private void begin() {
    height = 0;
    window = LogWindow.around(1);
    crumb.setText("Author " + Names.author(route.author()) + ", log " + route.logId());
    title.setText("Log " + route.logId());
    facts.replaceChildren();
    pager.setHidden(true);
    picture.draw(route, new ArrayList<>());
    title.focus();
  }

  /** How high the log is becomes known with the first answer. */
  private void fetchNewest() {
    Route asked = route;
    port.log(
        asked,
        window,
        answer -> {
          int newest = SeqNums.drawable(answer.height());
          if (!route.isOf(asked.author(), asked.logId())) {
            return;
          }
          if (window.holds(newest) || newest == 0) {
            show(answer, window, newest);
          } else {
            fetch(LogWindow.around(newest), newest);
          }
        });
  }

  /** Shows a part of the log, with this entry in sight; 0 leaves the picture where it is. */
  private void fetch(LogWindow wanted, int inSight) {
    Route asked = route;
    port.log(
        asked,
        wanted,
        answer -> {
          if (route.isOf(asked.author(), asked.logId())) {
            show(answer, wanted, inSight);
          }
        });
  }

  private void show(LogAnswer answer, LogWindow shown, int inSight) {
    height = SeqNums.drawable(answer.height());
    if (answer.entries().getLength() == 0 && shown.holds(height + 1) && height > 0) {
      return; // Asked for the part behind a full one, and nothing is there yet.
    }
    window = shown;
    picture.draw(route, pictured(answer.entries()));
    showFacts(answer);
    pager.setHidden(window.isFirst() && window.isLast(height));
    before.mark("disabled", window.isFirst());
    after.mark("disabled", window.isLast(height));
    range.setText(
        Figures.grouped(window.from())
            + "–"
            + Figures.grouped(Math.min(window.to(), height))
            + " of "
            + Figures.grouped(height));
    markChosen();
    picture.reveal(Math.min(inSight, height));
  }

  private void showFacts(LogAnswer answer) {
    facts.replaceChildren();
    facts.add(Marks.author(route.author()));
    String text =
        height == 0
            ? "Nothing of this log is stored here."
            : Figures.counted(height, "entry", "entries");
    facts.add(Document.html("span").text(text));
    String schemaId = answer.schemaId();
    if (schemaId != null) {
      facts.add(Marks.schema(schemaId));
    }
    String documentId = answer.documentId();
    if (documentId != null) {
      facts.add(document(documentId));
    }
    if (answer.ended()) {
      facts.add(Document.html("span").style("badge").text("ended"));
    }
  }

  private static Element document(String documentId) {
    Element mark = Document.html("span").with("title", documentId).text("document ");
    return mark.add(Document.html("code").text("…" + Names.hash(documentId)));
  }

  private void choose() {
    hint.setHidden(route.isEntry());
    markChosen();
    if (!route.isEntry()) {
      entryView.hide();
      return;
    }
    picture.reveal(chosen());
    Route asked = route;
    port.entry(
        asked,
        answer -> {
          if (asked.equals(route)) {
            entryView.show(asked, answer);
            markChosen();
          }
        });
  }

  private void markChosen() {
    picture.choose(chosen());
    picture.markPath(entryView.pathOf(route));
  }

  private int chosen() {
    return SeqNums.drawable(route.seqNum());
  }

  private static List<PicturedEntry> pictured(JSArrayReader<LogEntry> answered) {
    List<PicturedEntry> entries = new ArrayList<>();
    for (int i = 0; i < answered.getLength(); i++) {
      LogEntry entry = answered.get(i);
      entries.add(
          new PicturedEntry(
              SeqNums.drawable(entry.seqNum()),
              SeqNums.drawable(entry.backlinkSeqNum()),
              SeqNums.drawable(entry.skiplinkSeqNum()),
              entry.action()));
    }
    return entries;
  }
}
