package bambusa.leecher.worker;

import bambusa.leecher.js.Json;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.WorkerScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The refusals of late, told to the page, and kept so that they can be told again. */
final class Refusals {

  /** Their text's name beside the entries. */
  static final String STORED_AS = "refusals";

  /** The messages' promise: the last 50 are sent again. */
  private static final int KEPT = 50;

  private static final String SEPARATOR = "\n";

  private final Outlet outlet;
  private final Deque<String> last = new ArrayDeque<>();
  private final Set<String> told = new HashSet<>();

  Refusals(Outlet outlet) {
    this.outlet = outlet;
  }

  /** Reads what {@link #text} gave and tells it to the page. */
  void tellAgain(@Nullable String text) {
    last.clear();
    if (text == null) {
      return;
    }
    for (String line : lines(text)) {
      last.add(line);
      outlet.post(new PlainObject(Json.parse(line)));
    }
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      lines.add(text.substring(start, end));
      start = end + 1;
    }
    return lines;
  }

  /** Tells refusals to the page; those of the same entry for the same reason only once. */
  boolean tell(List<Refusal> refusals) {
    boolean any = false;
    // Of a flood the last ones; nobody reads more.
    int first = Math.max(0, refusals.size() - KEPT);
    for (Refusal refusal : refusals.subList(first, refusals.size())) {
      if (told.size() > 20 * KEPT) {
        told.clear();
      }
      if (told.add(refusal.hash() + refusal.reason())) {
        String line = Json.text(message(refusal));
        last.add(line);
        if (last.size() > KEPT) {
          last.remove();
        }
        outlet.post(new PlainObject(Json.parse(line)));
        any = true;
      }
    }
    return any;
  }

  /** One JSON object a line. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (String line : last) {
      text.append(line).append(SEPARATOR);
    }
    return text.toString();
  }

  private static PlainObject message(Refusal refusal) {
    PlainObject message =
        new PlainObject()
            .with("type", "refused")
            .with("hash", refusal.hash().toString())
            .with("reason", refusal.reason())
            .with("detail", refusal.detail())
            .with("at", WorkerScope.epochMillis());
    if (refusal.position() != null) {
      message
          .with("author", refusal.position().log().author().toString())
          .with("logId", refusal.position().log().logId().toString())
          .with("seqNum", refusal.position().seqNum().toString());
    }
    return message;
  }
}
