package bambusa.leecher.page;

import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;
import bambusa.leecher.js.Event;
import bambusa.leecher.page.Messages.EntryAnswer;
import bambusa.leecher.page.Messages.EntryPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of an entry beside its bytes: pointing at one lights up the other. */
final class BytesView {
  /** So that a large operation does not hold up the page. */
  private static final int OPERATION_BYTES_SHOWN = 1024;

  private final EntryAnswer entry;
  private final List<HexRows.Part> parts = new ArrayList<>();
  private final List<List<Element>> byPart = new ArrayList<>();
  private final int bytesPerRow = Document.matches("(min-width: 40em)") ? 16 : 8;
  private int lit = HexRows.NO_PART;

  BytesView(EntryAnswer entry) {
    this.entry = entry;
    for (int i = 0; i < entry.parts().getLength(); i++) {
      EntryPart part = entry.parts().get(i);
      parts.add(new HexRows.Part(part.offset(), part.length()));
      byPart.add(new ArrayList<>());
    }
  }

  Element section() {
    Element section = Document.html("section").style("card bytes");
    section.add(Document.html("h4").text("Bytes of the entry"));
    section.add(
        Document.html("p")
            .style("hint")
            .text(
                entry.entryHex().length() / 2
                    + " bytes. Point at a field to find its bytes, or at bytes to find their field."));
    Element pointed = Document.html("div").style("columns");
    pointed.add(fieldTable());
    pointed.add(hex(entry.entryHex(), parts, "Bytes of the entry"));
    pointed.on("mouseover", this::point).on("focusin", this::point).on("click", this::point);
    section.add(pointed);
    section.add(Document.html("h4").text("Bytes of the operation"));
    operation(section);
    return section;
  }

  private void operation(Element section) {
    String hex = entry.operationHex();
    int shown = Math.min(hex.length(), 2 * OPERATION_BYTES_SHOWN);
    section.add(hex(hex.substring(0, shown), new ArrayList<>(), "Bytes of the operation"));
    if (shown < hex.length()) {
      section.add(
          Document.html("p")
              .style("hint")
              .text(
                  "… and "
                      + Figures.counted((hex.length() - shown) / 2, "more byte", "more bytes")));
    }
  }

  private Element fieldTable() {
    Element body = Document.html("tbody");
    for (int i = 0; i < parts.size(); i++) {
      String name = entry.parts().get(i).name();
      Element button = Document.html("button").with("type", "button").text(EntryWords.field(name));
      Element row =
          Document.html("tr")
              .style("part-" + i % 9)
              .with("data-part", i)
              .add(Document.html("th").with("scope", "row").add(button))
              .add(Document.html("td").style("value").text(value(name)))
              .add(
                  Document.html("td")
                      .style("number")
                      .text(Integer.toString(parts.get(i).length())));
      byPart.get(i).add(row);
      body.add(row);
    }
    Element head = Document.html("tr");
    head.add(Document.html("th").with("scope", "col").text("Field"));
    head.add(Document.html("th").with("scope", "col").text("Value"));
    head.add(Document.html("th").with("scope", "col").style("number").text("Bytes"));
    return Document.html("table")
        .style("fields parts")
        .add(Document.html("thead").add(head))
        .add(body);
  }

  private Element hex(String bytes, List<HexRows.Part> marked, String label) {
    Element block =
        Document.html("div")
            .style("hex")
            .with("role", "region")
            .with("tabindex", "0")
            .with("aria-label", label);
    for (HexRows.Row row : HexRows.of(bytes, marked, bytesPerRow)) {
      Element line = Document.html("div").style("hex-row");
      line.add(Document.html("span").style("offset").text(row.offset()));
      for (HexRows.Piece piece : row.pieces()) {
        Element drawn = Document.html("span").text(piece.text());
        if (piece.part() != HexRows.NO_PART) {
          drawn.style("part-" + piece.part() % 9).with("data-part", piece.part());
          byPart.get(piece.part()).add(drawn);
        }
        line.add(drawn);
      }
      block.add(line);
    }
    return block;
  }

  private void point(Event event) {
    Element pointed = event.getTarget().closest("[data-part]");
    String part = pointed == null ? null : pointed.getAttribute("data-part");
    if (part == null) {
      return;
    }
    light(lit, false);
    lit = Integer.parseInt(part);
    light(lit, true);
  }

  private void light(int part, boolean on) {
    if (part != HexRows.NO_PART) {
      byPart.get(part).forEach(element -> element.mark("data-lit", on));
    }
  }

  private String value(String field) {
    return EntryWords.value(
        field,
        entry.tag() == 1 ? "1, end of log" : entry.tag() + ", regular",
        given(entry.author()),
        given(entry.logId()),
        given(entry.seqNum()),
        given(entry.skiplink()),
        given(entry.backlink()),
        Figures.counted(entry.payloadSize(), "byte", "bytes"),
        entry.payloadHash(),
        entry.signature());
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text;
  }
}
