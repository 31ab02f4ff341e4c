package bambusa.relay.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings in environment variables; an empty variable says nothing. */
public final class EnvironmentSource implements SettingsSource {

  private final Map<String, String> environment;

  public EnvironmentSource(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Optional<Given> given(Setting setting) {
    for (String variable : setting.variables()) {
      String text = environment.getOrDefault(variable, "").strip();
      if (!text.isEmpty()) {
        List<String> values = setting.isRepeatable() ? split(text) : List.of(text);
        return Optional.of(new Given(values, variable + " in the environment"));
      }
    }
    return Optional.empty();
  }

  /** Takes a list apart at commas and white space, which no id or key contains. */
  static List<String> split(String text) {
    List<String> values = new ArrayList<>();
    for (String value : text.split("[,\\s]+", -1)) {
      if (!value.isEmpty()) {
        values.add(value);
      }
    }
    return values;
  }
}
