package bambusa.leecher.page;

import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;
import bambusa.leecher.page.Messages.EntryAnswer;
import bambusa.leecher.page.Messages.OperationField;
import bambusa.leecher.page.Messages.OperationView;
import bambusa.leecher.page.Messages.Trust;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/** One entry opened up: what it says, why it is trusted, and its bytes. */
final class EntryView {
  private final Element place = Document.byId("entry");
  private Route shown = Route.LOGS;
  private List<Integer> path = new ArrayList<>();

  void hide() {
    shown = Route.LOGS;
    path = new ArrayList<>();
    place.setHidden(true);
  }

  /** The way from the entry back to the first, if this entry is shown. */
  List<Integer> pathOf(Route entry) {
    return entry.equals(shown) ? path : new ArrayList<>();
  }

  void show(Route route, EntryAnswer entry) {
    shown = route;
    path = new ArrayList<>();
    place.replaceChildren();
    place.setHidden(false);
    Element title = Document.html("h3").with("id", "entry-title").text("Entry " + route.seqNum());
    if (!entry.found()) {
      place.add(title);
      place.add(Document.html("p").text("This entry is not stored here."));
      return;
    }
    path.add(SeqNums.drawable(route.seqNum()));
    JSArrayReader<JSString> pool = entry.certificatePool();
    for (int i = 0; i < pool.getLength(); i++) {
      path.add(SeqNums.drawable(pool.get(i).stringValue()));
    }
    String hash = entry.hash();
    place.add(title);
    place.add(Document.html("p").style("hash").add(code(hash == null ? "" : hash)));
    Element columns = Document.html("div").style("columns");
    columns.add(operation(entry.operation()));
    columns.add(trust(route, entry.trust()));
    place.add(columns);
    place.add(new BytesView(entry).section());
  }

  private static Element operation(@Nullable OperationView operation) {
    Element section = section("Operation");
    if (operation == null) {
      section.add(Document.html("p").text("The operation is not stored here."));
      return section;
    }
    Element facts = Document.html("dl").style("pairs");
    pair(
        facts,
        "Action",
        Document.html("span").style("action " + operation.action()).text(operation.action()));
    pair(facts, "Schema", Marks.schema(operation.schemaId()));
    JSArrayReader<JSString> previous = operation.previous();
    for (int i = 0; previous != null && i < previous.getLength(); i++) {
      pair(facts, "Previous", code(previous.get(i).stringValue()));
    }
    pair(facts, "Encoding", Document.html("span").text(operation.encoding()));
    section.add(facts);
    JSArrayReader<OperationField> fields = operation.fields();
    if (fields != null && fields.getLength() > 0) {
      section.add(fieldTable(fields));
    }
    return section;
  }

  private static Element fieldTable(JSArrayReader<OperationField> fields) {
    Element body = Document.html("tbody");
    for (int i = 0; i < fields.getLength(); i++) {
      OperationField field = fields.get(i);
      body.add(
          Document.html("tr")
              .add(Document.html("th").with("scope", "row").text(field.name()))
              .add(Document.html("td").style("kind").text(field.kind()))
              .add(Document.html("td").style("value").text(field.value())));
    }
    Element head =
        Document.html("tr").add(heading("Field")).add(heading("Kind")).add(heading("Value"));
    return Document.html("table").style("fields").add(Document.html("thead").add(head)).add(body);
  }

  private Element trust(Route route, JSArrayReader<Trust> claims) {
    Element list = Document.html("ul").style("trust");
    for (int i = 0; i < claims.getLength(); i++) {
      Trust claim = claims.get(i);
      Element line = Document.html("li").style(claim.holds() ? "holds" : "fails");
      line.add(
          Document.html("span")
              .style("verdict")
              .text(claim.holds() ? "Holds: " : "Does not hold: "));
      line.add(Document.html("strong").text(EntryWords.claim(claim.claim())));
      String by = claim.by();
      if (by != null && !by.isEmpty()) {
        line.add(Document.html("p").style("meta wrap").text(by));
      }
      list.add(line);
    }
    Element section = section("Why it is trusted");
    section.add(list);
    if (path.size() > 1) {
      section.add(way(route));
    }
    return section;
  }

  /** Links along the certificate pool. */
  private Element way(Route route) {
    Element way = Document.html("p").style("way");
    way.add(Document.html("span").text("Way to entry 1: "));
    for (int i = 0; i < path.size(); i++) {
      if (i > 0) {
        way.add(Document.html("span").style("step").text(" → "));
      }
      String seqNum = Integer.toString(path.get(i));
      way.add(
          Document.html("a")
              .with("href", "#" + Route.entry(route.author(), route.logId(), seqNum))
              .text(seqNum));
    }
    return way;
  }

  private static Element section(String title) {
    return Document.html("section").style("card").add(Document.html("h4").text(title));
  }

  private static void pair(Element list, String name, Element value) {
    list.add(Document.html("dt").text(name));
    list.add(Document.html("dd").add(value));
  }

  private static Element heading(String text) {
    return Document.html("th").with("scope", "col").text(text);
  }

  private static Element code(String text) {
    return Document.html("code").style("wrap").text(text);
  }
}
