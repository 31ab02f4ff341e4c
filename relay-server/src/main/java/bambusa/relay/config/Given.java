package bambusa.relay.config;

import java.util.List;

/**
 * Values as somebody wrote them.
 *
 * @param values one, or several of a repeatable setting
 * @param origin where they were written, for messages: {@code --http-port}, {@code HTTP_PORT in the
 *     environment}, {@code http-port in bambusa.toml}
 */
public record Given(List<String> values, String origin) {

  public Given {
    values = List.copyOf(values);
  }
}
