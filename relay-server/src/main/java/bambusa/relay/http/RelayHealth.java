package bambusa.relay.http;

/**
 * How a relay is, for supervisors.
 *
 * @param version of the software
 * @param storeWorks whether the store could be read just now; the counts are 0 when not
 */
public record RelayHealth(
    String version, boolean storeWorks, long entryCount, long logCount, long authorCount) {

  String json() {
    return "{\"status\":\""
        + (storeWorks ? "ok" : "failed")
        + "\",\"version\":\""
        + version.replaceAll("[^0-9A-Za-z .+()-]", "")
        + "\",\"store\":\""
        + (storeWorks ? "ok" : "failed")
        + "\",\"entries\":"
        + entryCount
        + ",\"logs\":"
        + logCount
        + ",\"authors\":"
        + authorCount
        + "}";
  }
}
