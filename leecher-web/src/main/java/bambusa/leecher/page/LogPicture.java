package bambusa.leecher.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Where everything of a log's picture goes, in pixels.
 *
 * <pre>
 *        .-----------------.           skiplinks are arcs, the higher the farther they reach
 *   (4) ··· (9)--(10)--(11)--(12)      backlinks are lines; (4) stands for a target before the window
 * </pre>
 *
 * Entries of one window stand side by side. Link targets before it are drawn too, left of a gap, so
 * that no arc leads nowhere.
 */
final class LogPicture {
  static final int STEP = 44;
  static final int NODE_RADIUS = 11;
  private static final int MARGIN = 26;
  private static final int GAP = 30;
  private static final int LABEL_HEIGHT = 34;

  /** A drawn entry; {@code outside} if it only stands for a link target before the window. */
  record Node(int seqNum, int x, boolean outside) {}

  /** A straight backlink, from the later entry to the earlier. */
  record Line(int from, int to, int fromX, int toX) {}

  /** A skiplink; {@code height} is that of the arc's control points above the nodes. */
  record Arc(int from, int to, int fromX, int toX, int height) {}

  final List<Node> nodes = new ArrayList<>();
  final List<Line> lines = new ArrayList<>();
  final List<Arc> arcs = new ArrayList<>();

  /** The height at which all nodes stand. */
  final int baseline;

  final int width;
  final int height;

  /** Entries in ascending order, without gaps. */
  LogPicture(List<PicturedEntry> entries) {
    int first = entries.isEmpty() ? 1 : entries.get(0).seqNum();
    int x = MARGIN;
    for (int target : targetsBefore(first, entries)) {
      nodes.add(new Node(target, x, true));
      x += STEP;
    }
    if (!nodes.isEmpty()) {
      x += GAP;
    }
    for (PicturedEntry entry : entries) {
      nodes.add(new Node(entry.seqNum(), x, false));
      x += STEP;
    }
    int highest = link(entries);
    // A cubic curve reaches three quarters of the height of its control points.
    baseline = highest * 3 / 4 + NODE_RADIUS + 12;
    width = x - STEP + MARGIN;
    height = baseline + LABEL_HEIGHT;
  }

  /** The entry the window would have to show; null if it is not in the picture. */
  @org.jspecify.annotations.Nullable Node node(int seqNum) {
    for (Node node : nodes) {
      if (node.seqNum() == seqNum) {
        return node;
      }
    }
    return null;
  }

  private int link(List<PicturedEntry> entries) {
    int highest = 0;
    for (PicturedEntry entry : entries) {
      Node from = node(entry.seqNum());
      Node back = node(entry.backlink());
      if (from != null && back != null) {
        lines.add(new Line(from.seqNum(), back.seqNum(), from.x(), back.x()));
      }
      Node skip = node(entry.skiplink());
      if (from != null && skip != null) {
        int arcHeight = arcHeight(from.seqNum() - skip.seqNum());
        arcs.add(new Arc(from.seqNum(), skip.seqNum(), from.x(), skip.x(), arcHeight));
        highest = Math.max(highest, arcHeight);
      }
    }
    return highest;
  }

  /**
   * Grows with the logarithm: lipmaa links reach 3, 9, 27, 81 … entries back, and each of these
   * lengths gets its own height.
   */
  static int arcHeight(int span) {
    int arcHeight = 40;
    int reach = 3;
    while (reach < span && reach < Integer.MAX_VALUE / 3) {
      arcHeight += 26;
      reach *= 3;
    }
    return arcHeight;
  }

  private static List<Integer> targetsBefore(int first, List<PicturedEntry> entries) {
    List<Integer> targets = new ArrayList<>();
    for (PicturedEntry entry : entries) {
      insertBefore(first, entry.backlink(), targets);
      insertBefore(first, entry.skiplink(), targets);
    }
    return targets;
  }

  private static void insertBefore(int first, int target, List<Integer> ascending) {
    if (target <= 0 || target >= first) {
      return;
    }
    int place = 0;
    while (place < ascending.size() && ascending.get(place) < target) {
      place++;
    }
    if (place == ascending.size() || ascending.get(place) != target) {
      ascending.add(place, target);
    }
  }
}
