package bambusa.leecher.page;

import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;
import bambusa.leecher.page.Messages.LogSummary;
import bambusa.leecher.page.Messages.LogsAnswer;
import org.jspecify.annotations.Nullable;

/** The list of logs, page by page; the log that changed last comes first. */
final class LogsView {
  private static final int PAGE = 20;

  private final Element view = Document.byId("logs-view");
  private final Element table = Document.byId("logs-table");
  private final Element rows = Document.byId("logs");
  private final Element range = Document.byId("logs-range");
  private final Element before = Document.byId("logs-before");
  private final Element after = Document.byId("logs-after");
  private final WorkerPort port;
  private int offset;

  LogsView(WorkerPort port) {
    this.port = port;
    before.on("click", event -> turn(-PAGE));
    after.on("click", event -> turn(PAGE));
  }

  void setShown(boolean shown) {
    view.setHidden(!shown);
    if (shown) {
      refresh();
    }
  }

  void refresh() {
    port.logs(offset, PAGE, this::show);
  }

  private void turn(int by) {
    offset = Math.max(0, offset + by);
    refresh();
  }

  private void show(LogsAnswer answer) {
    if (offset > 0 && offset >= answer.total()) {
      offset = 0;
      refresh();
      return;
    }
    int shown = answer.logs().getLength();
    rows.replaceChildren();
    for (int i = 0; i < shown; i++) {
      rows.add(row(answer.logs().get(i)));
    }
    table.setHidden(answer.total() == 0);
    range.setText(
        Figures.grouped(offset + 1)
            + "–"
            + Figures.grouped(offset + shown)
            + " of "
            + Figures.grouped(answer.total()));
    before.mark("disabled", offset == 0);
    after.mark("disabled", offset + shown >= answer.total());
  }

  private static Element row(LogSummary log) {
    Element link =
        Document.html("a")
            .with("href", "#" + Route.log(log.author(), log.logId()))
            .text("Log " + log.logId());
    Element height = Document.html("td").style("number").text(grouped(log.height()));
    if (log.ended()) {
      height.add(Document.html("span").style("badge").text("ended"));
    }
    return Document.html("tr")
        .add(Document.html("td").add(Marks.author(log.author())))
        .add(Document.html("td").add(link))
        .add(Document.html("td").add(schema(log.schemaId())))
        .add(height);
  }

  private static Element schema(@Nullable String schemaId) {
    return schemaId == null ? Document.html("span").text("unknown") : Marks.schema(schemaId);
  }

  private static String grouped(String height) {
    return height.length() > 9 ? height : Figures.grouped(Integer.parseInt(height));
  }
}
