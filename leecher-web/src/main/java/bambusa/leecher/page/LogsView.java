package bambusa.leecher.page;

import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;
import bambusa.leecher.page.Messages.LogSummary;
import bambusa.leecher.page.Messages.LogsAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.core.JSArrayReader;

/** The list of logs, page by page; the log that changed last comes first. */
final class LogsView {
  private static final int PAGE = 20;

  /** What is needed to find a log's row again and to bring it up to date. */
  private record Row(String fragment, Element height) {}

  private final Element view = Document.byId("logs-view");
  private final Element table = Document.byId("logs-table");
  private final Element rows = Document.byId("logs");
  private final Element range = Document.byId("logs-range");
  private final Element before = Document.byId("logs-before");
  private final Element after = Document.byId("logs-after");
  private final WorkerPort port;
  private final List<Row> shownRows = new ArrayList<>();
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
    if (rows.querySelector("tr:hover") == null) {
      redraw(answer.logs());
    } else {
      update(answer.logs());
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

  /** The keyboard focus stays on its log, wherever that moves. */
  private void redraw(JSArrayReader<LogSummary> logs) {
    Element focused = rows.querySelector("a:focus");
    String held = focused == null ? null : focused.getAttribute("href");
    rows.replaceChildren();
    shownRows.clear();
    for (int i = 0; i < logs.getLength(); i++) {
      rows.add(row(logs.get(i)));
    }
    Element again = held == null ? null : rows.querySelector("a[href='" + held + "']");
    if (again != null) {
      again.focus();
    }
  }

  /**
   * Nothing moves away under the reader's pointer: only the numbers of logs that are shown change.
   */
  private void update(JSArrayReader<LogSummary> logs) {
    for (int i = 0; i < logs.getLength(); i++) {
      LogSummary log = logs.get(i);
      String fragment = Route.log(log.author(), log.logId());
      for (Row row : shownRows) {
        if (row.fragment().equals(fragment)) {
          showHeight(log, row.height());
        }
      }
    }
  }

  private Element row(LogSummary log) {
    String fragment = Route.log(log.author(), log.logId());
    Element link = Document.html("a").with("href", "#" + fragment).text("Log " + log.logId());
    Element height = Document.html("td").style("number");
    showHeight(log, height);
    shownRows.add(new Row(fragment, height));
    return Document.html("tr")
        .add(Document.html("td").add(Marks.author(log.author())))
        .add(Document.html("td").add(link))
        .add(Document.html("td").add(schema(log.schemaId())))
        .add(height);
  }

  private static void showHeight(LogSummary log, Element cell) {
    cell.setText(Figures.grouped(SeqNums.drawable(log.height())));
    if (log.ended()) {
      cell.add(Document.html("span").style("badge").text("ended"));
    }
  }

  private static Element schema(@Nullable String schemaId) {
    return schemaId == null ? Document.html("span").text("unknown") : Marks.schema(schemaId);
  }
}
