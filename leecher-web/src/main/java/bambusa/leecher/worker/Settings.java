package bambusa.leecher.worker;

import bambusa.replication.TargetSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which database, relays and entries. */
record Settings(String database, List<String> relays, TargetSet target) {

  /** What relays are asked for; null where none is asked. */
  @Nullable String asked() {
    return relays.isEmpty() ? null : target.toString();
  }

  /** Why it is not opened where another tab asks for something else. */
  String isTakenFor(String other) {
    return "the database "
        + database
        + " is already open for other documents ("
        + other
        + ") than are asked for here ("
        + target
        + "): give another name, or the same schemas, owners and documents";
  }
}
