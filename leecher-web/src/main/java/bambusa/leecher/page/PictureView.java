package bambusa.leecher.page;

import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;
import bambusa.leecher.js.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws a {@link LogPicture} and lets the reader walk over it. One node is in the tab order; arrow
 * keys lead to the others.
 */
final class PictureView {
  private final Element place = Document.byId("picture");

  /** What is drawn stands in the order of the picture's own lists. */
  private final List<Element> nodes = new ArrayList<>();

  private final List<Element> arcs = new ArrayList<>();
  private final List<Element> lines = new ArrayList<>();
  private LogPicture picture = new LogPicture(new ArrayList<>());
  private List<PicturedEntry> entries = new ArrayList<>();
  private int tabbed;

  PictureView() {
    place.on("keydown", this::walk);
  }

  /** Replaces the picture; the keyboard focus stays on its entry. */
  void draw(Route log, List<PicturedEntry> shown) {
    int focused = focusedSeqNum();
    entries = shown;
    picture = new LogPicture(shown);
    nodes.clear();
    arcs.clear();
    lines.clear();
    Element svg =
        Document.svg("svg")
            .with("width", picture.width)
            .with("height", picture.height)
            .with("viewBox", "0 0 " + picture.width + " " + picture.height)
            .with("role", "group")
            .with("aria-label", label());
    for (LogPicture.Arc arc : picture.arcs) {
      arcs.add(drawn(arc));
      svg.add(arcs.get(arcs.size() - 1));
    }
    for (LogPicture.Line line : picture.lines) {
      lines.add(drawn(line));
      svg.add(lines.get(lines.size() - 1));
    }
    for (LogPicture.Node node : picture.nodes) {
      nodes.add(drawn(node, log));
      svg.add(nodes.get(nodes.size() - 1));
    }
    place.replaceChildren();
    place.add(svg);
    if (!shown.isEmpty()) {
      tab(drawn(focused) != null ? focused : shown.get(shown.size() - 1).seqNum());
    }
    Element again = drawn(focused);
    if (again != null) {
      again.focus();
    }
  }

  /** Marks the entry that is looked at; 0 for none. */
  void choose(int seqNum) {
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).mark("aria-current", picture.nodes.get(i).seqNum() == seqNum);
    }
    if (drawn(seqNum) != null) {
      tab(seqNum);
    }
  }

  /**
   * Marks the way from an entry back to the first: the entry itself and its certificate pool,
   * descending.
   */
  void markPath(List<Integer> path) {
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).mark("data-path", path.contains(picture.nodes.get(i).seqNum()));
    }
    for (int i = 0; i < arcs.size(); i++) {
      LogPicture.Arc arc = picture.arcs.get(i);
      arcs.get(i).mark("data-path", path.contains(arc.from()) && path.contains(arc.to()));
    }
    for (int i = 0; i < lines.size(); i++) {
      LogPicture.Line line = picture.lines.get(i);
      boolean step = path.contains(line.from()) && path.contains(line.to());
      lines.get(i).mark("data-path", step && entry(line.from()).skiplink() == 0);
    }
  }

  /** Brings an entry to the middle. */
  void reveal(int seqNum) {
    LogPicture.Node node = picture.node(seqNum);
    if (node != null) {
      place.setScrollLeft(node.x() - place.getClientWidth() / 2.0);
    }
  }

  /** The drawn node of an entry; null if it is not in the picture. */
  private @Nullable Element drawn(int seqNum) {
    for (int i = 0; i < nodes.size(); i++) {
      if (picture.nodes.get(i).seqNum() == seqNum) {
        return nodes.get(i);
      }
    }
    return null;
  }

  private String label() {
    return entries.isEmpty()
        ? "No entries"
        : "Entries " + entries.get(0).seqNum() + " to " + entries.get(entries.size() - 1).seqNum();
  }

  private Element drawn(LogPicture.Arc arc) {
    int peak = picture.baseline - arc.height();
    String curve =
        "M"
            + arc.fromX()
            + " "
            + picture.baseline
            + "C"
            + arc.fromX()
            + " "
            + peak
            + " "
            + arc.toX()
            + " "
            + peak
            + " "
            + arc.toX()
            + " "
            + picture.baseline;
    Element path = Document.svg("path").style("arc").with("d", curve);
    return path;
  }

  private Element drawn(LogPicture.Line line) {
    Element drawn =
        Document.svg("line")
            .style("line")
            .with("x1", line.fromX())
            .with("x2", line.toX())
            .with("y1", picture.baseline)
            .with("y2", picture.baseline);
    return drawn;
  }

  private Element drawn(LogPicture.Node node, Route log) {
    String seqNum = Integer.toString(node.seqNum());
    PicturedEntry entry = node.outside() ? null : entry(node.seqNum());
    Element drawn =
        Document.svg("a")
            .style("node " + (entry == null ? "outside" : entry.action()))
            .with("href", "#" + Route.entry(log.author(), log.logId(), seqNum))
            .with("tabindex", "-1")
            .with("data-seq", seqNum)
            .with("aria-label", described(node.seqNum(), entry));
    drawn.add(circle(node.x(), LogPicture.STEP / 2, "reach"));
    drawn.add(circle(node.x(), LogPicture.NODE_RADIUS + 5, "halo"));
    drawn.add(circle(node.x(), LogPicture.NODE_RADIUS, "dot"));
    if (entry != null && entry.action().equals("delete")) {
      drawn.add(cross(node.x()));
    }
    drawn.add(
        Document.svg("text")
            .with("x", node.x())
            .with("y", picture.baseline + LogPicture.NODE_RADIUS + 19)
            .text(seqNum));
    return drawn;
  }

  private Element circle(int x, int radius, String style) {
    return Document.svg("circle")
        .style(style)
        .with("cx", x)
        .with("cy", picture.baseline)
        .with("r", radius);
  }

  private Element cross(int x) {
    int y = picture.baseline;
    String strokes = "M" + (x - 4) + " " + (y - 4) + "l8 8M" + (x - 4) + " " + (y + 4) + "l8-8";
    return Document.svg("path").style("cross").with("d", strokes);
  }

  private static String described(int seqNum, @Nullable PicturedEntry entry) {
    if (entry == null) {
      return "Entry " + seqNum + ", before this part of the log";
    }
    String text = "Entry " + seqNum + ", " + entry.action();
    if (entry.backlink() > 0) {
      text += ", backlink to " + entry.backlink();
    }
    return entry.skiplink() > 0 ? text + ", skiplink to " + entry.skiplink() : text;
  }

  private PicturedEntry entry(int seqNum) {
    return entries.get(seqNum - entries.get(0).seqNum());
  }

  private void walk(Event event) {
    int at = focusedSeqNum();
    if (at == 0) {
      return;
    }
    int to = destination(event.getKey(), at);
    Element node = drawn(to);
    if (node != null) {
      event.preventDefault();
      tab(to);
      node.focus();
      reveal(to);
    }
  }

  /** Where a key leads; 0 for keys that lead nowhere. */
  private int destination(String key, int at) {
    LogPicture.Node node = picture.node(at);
    boolean outside = node == null || node.outside();
    return switch (key) {
      case "ArrowLeft" -> at - 1;
      case "ArrowRight" -> at + 1;
      case "ArrowUp" -> outside ? 0 : entry(at).skiplink();
      case "Home" -> entries.get(0).seqNum();
      case "End" -> entries.get(entries.size() - 1).seqNum();
      default -> 0;
    };
  }

  private void tab(int seqNum) {
    Element before = drawn(tabbed);
    if (before != null) {
      before.setAttribute("tabindex", "-1");
    }
    tabbed = seqNum;
    Element now = drawn(seqNum);
    if (now != null) {
      now.setAttribute("tabindex", "0");
    }
  }

  private int focusedSeqNum() {
    Element focused = place.querySelector("a:focus");
    String seqNum = focused == null ? null : focused.getAttribute("data-seq");
    return seqNum == null ? 0 : Integer.parseInt(seqNum);
  }
}
