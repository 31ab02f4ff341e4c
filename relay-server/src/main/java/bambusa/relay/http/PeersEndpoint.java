package bambusa.relay.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /peers}: the state of replication, as a page for browsers and as JSON for everything else.
 */
final class PeersEndpoint {

  private static final String PAGE = "/peers.html";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RelayReports reports;
  private final WebFiles files;

  PeersEndpoint(RelayReports reports, WebFiles files) {
    this.reports = reports;
    this.files = files;
  }

  void serve(Context context) throws JsonProcessingException {
    if (!List.of("GET", "HEAD").contains(context.method().name())) {
      context.header("Allow", "GET, HEAD");
      context.status(405);
      return;
    }
    AcceptHeader accept = new AcceptHeader(context.header("Accept"));
    if (accept.weightOf("text/html") > accept.weightOf("application/json")) {
      files.serve(context, PAGE);
      return;
    }
    Headers.notKept(context);
    context.contentType("application/json");
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("peers", reports.peers());
    members.put("externalAddress", reports.externalAddress().orElse(null));
    context.result(JSON.writeValueAsString(members));
  }
}
