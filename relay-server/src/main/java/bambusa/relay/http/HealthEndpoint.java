package bambusa.relay.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/**
 * {@code /health}: whether the relay does what it should, for supervisors and load balancers; with
 * {@code ?verbose} its limits and what it has done, for people. And {@code /metrics}.
 */
final class HealthEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final RelayReports reports;

  HealthEndpoint(RelayReports reports) {
    this.reports = reports;
  }

  /** 503 while it cannot answer from its store; degraded it answers 200. */
  void serve(Context context) throws JsonProcessingException {
    if (!isRead(context)) {
      return;
    }
    RelayHealth now = reports.health();
    Headers.notKept(context);
    Headers.readableByAnyOrigin(context);
    context.status(now.storeWorks() ? 200 : 503);
    context.contentType("application/json");
    Map<String, Object> members = now.members();
    if (context.queryParamMap().containsKey("verbose")) {
      members.put("limits", reports.limits());
      members.put("totals", reports.totals());
    }
    context.result(JSON.writeValueAsString(members));
  }

  /** 200 as long as it answers at all: whoever restarts it when it does not asks here. */
  void live(Context context) {
    if (isRead(context)) {
      Headers.notKept(context);
      context.result("live\n");
    }
  }

  void metrics(Context context) {
    if (isRead(context)) {
      Headers.notKept(context);
      context.contentType(PROMETHEUS);
      context.result(reports.metrics());
    }
  }

  private static boolean isRead(Context context) {
    if (List.of("GET", "HEAD").contains(context.method().name())) {
      return true;
    }
    context.header("Allow", "GET, HEAD");
    context.status(405);
    return false;
  }
}
