package bambusa.leecher.page;

import bambusa.leecher.js.Browser;
import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;
import bambusa.leecher.page.Messages.Arrival;
import bambusa.leecher.page.Messages.EntryKey;
import bambusa.leecher.page.Messages.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.core.JSArrayReader;

/** The last entries that arrived, and the last that were refused; both newest first. */
final class ActivityView {
  private static final int ARRIVED_SHOWN = 8;
  private static final int REFUSED_SHOWN = 50;

  private final Element arrived = Document.byId("arrived");
  private final Element nothingArrived = Document.byId("arrived-none");
  private final Element refusedCard = Document.byId("refused-card");
  private final Element refused = Document.byId("refused");
  private final Element refusedCount = Document.byId("fact-refused");
  private final List<Element> waiting = new ArrayList<>();
  private int refusals;

  ActivityView() {
    arrived.on("mouseleave", event -> showWaiting());
  }

  /** While the reader points at the list nothing moves in it; what arrives meanwhile waits. */
  void arrived(JSArrayReader<Arrival> entries) {
    for (int i = Math.max(0, entries.getLength() - ARRIVED_SHOWN); i < entries.getLength(); i++) {
      waiting.add(arrival(entries.get(i)));
    }
    while (waiting.size() > ARRIVED_SHOWN) {
      waiting.remove(0);
    }
    if (arrived.querySelector("li:hover") == null) {
      showWaiting();
    }
  }

  void refused(Refusal refusal) {
    Element line = Document.html("li").style("refusal");
    line.add(Document.html("strong").text(EntryWords.reason(refusal.reason())));
    String detail = refusal.detail();
    if (detail != null && !detail.isEmpty()) {
      line.add(Document.html("p").text(detail));
    }
    line.add(
        Document.html("p")
            .style("meta")
            .text(where(refusal) + " · " + Browser.clock(refusal.at())));
    String hash = refusal.hash();
    if (hash != null) {
      line.add(Document.html("code").style("wrap").text(hash));
    }
    addRefused(line);
  }

  void forked(EntryKey fork) {
    Element line = Document.html("li").style("refusal");
    line.add(Document.html("strong").text("Fork proven"));
    line.add(
        Document.html("p")
            .text(
                "The author signed two different entries with seq num "
                    + fork.seqNum()
                    + ". The log ends before it."));
    line.add(Document.html("p").style("meta").text(where(fork)));
    addRefused(line);
  }

  /** Another relay: what arrived from the one before says nothing about it. */
  void clearArrived() {
    arrived.replaceChildren();
    waiting.clear();
    nothingArrived.setHidden(false);
  }

  /** The worker lists again what it refused. */
  void clearRefused() {
    refusals = 0;
    refused.replaceChildren();
    refusedCard.setHidden(true);
    refusedCount.setText("0");
  }

  private void showWaiting() {
    for (Element line : waiting) {
      arrived.insertBefore(line, arrived.getFirst());
    }
    waiting.clear();
    trim(arrived, ARRIVED_SHOWN);
    nothingArrived.setHidden(arrived.getChildCount() > 0);
  }

  private void addRefused(Element line) {
    refusals++;
    refused.insertBefore(line, refused.getFirst());
    trim(refused, REFUSED_SHOWN);
    refusedCard.setHidden(false);
    refusedCount.setText(Figures.grouped(refusals));
  }

  private static Element arrival(Arrival entry) {
    String author = given(entry.author());
    Element link =
        Document.html("a")
            .style("arrival")
            .with("href", "#" + Route.entry(author, given(entry.logId()), given(entry.seqNum())));
    link.add(Marks.author(author));
    link.add(
        Document.html("span")
            .style("what")
            .text(entry.action() + " " + Names.schema(entry.schemaId())));
    link.add(
        Document.html("span").style("meta").text("log " + entry.logId() + " · " + entry.seqNum()));
    return Document.html("li").add(link);
  }

  private static String where(EntryKey key) {
    String author = key.author();
    return author == null
        ? "could not be read"
        : "author "
            + Names.author(author)
            + " · log "
            + given(key.logId())
            + " · entry "
            + given(key.seqNum());
  }

  private static String given(@Nullable String text) {
    return text == null ? "?" : text;
  }

  private static void trim(Element list, int most) {
    while (list.getChildCount() > most) {
      Element last = list.getLast();
      if (last == null) {
        return;
      }
      last.remove();
    }
  }
}
