package bambusa.leecher.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RouteTest {

  @Test
  void routeIsReadBackAsItWasWritten() {
    assertThat(Route.of(Route.entry("8d65", "3", "17"))).isEqualTo(new Route("8d65", "3", "17"));
    assertThat(Route.of(Route.log("8d65", "18446744073709551615")))
        .isEqualTo(new Route("8d65", "18446744073709551615", ""));
  }

  @Test
  void whatNamesNoLogLeadsToTheListOfLogs() {
    for (String fragment :
        new String[] {"", "log/", "log/8d65", "log//3", "log/8d65/x", "entry/1"}) {
      assertThat(Route.of(fragment)).as(fragment).isEqualTo(Route.LOGS);
    }
  }

  @Test
  void whatNamesNoEntryLeadsToTheLog() {
    assertThat(Route.of("log/8d65/3/x")).isEqualTo(new Route("8d65", "3", ""));
  }
}
