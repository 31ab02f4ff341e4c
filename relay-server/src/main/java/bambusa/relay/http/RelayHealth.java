package bambusa.relay.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a relay is, for supervisors.
 *
 * @param version of the software
 * @param storeWorks whether the store could be read just now; the counts are 0 when not
 * @param complaints what it cannot do for now though it answers, in words
 */
public record RelayHealth(
    String version,
    boolean storeWorks,
    long entryCount,
    long logCount,
    long authorCount,
    List<String> complaints) {

  public RelayHealth {
    complaints = List.copyOf(complaints);
  }

  /** In a word: ok or degraded. A relay that has failed does not answer. */
  public String status() {
    return storeWorks && complaints.isEmpty() ? "ok" : "degraded";
  }

  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("status", status());
    members.put("live", true);
    members.put("ready", storeWorks);
    members.put("reasons", complaints);
    members.put("version", version);
    members.put("store", storeWorks ? "ok" : "failed");
    members.put("entries", entryCount);
    members.put("logs", logCount);
    members.put("authors", authorCount);
    return members;
  }
}
