package bambusa.relay.cli;

import bambusa.relay.config.Given;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.config.Setting;
import bambusa.relay.config.SettingsException;
import bambusa.relay.config.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The data directory of a relay, for commands that work on it. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Data directory of the relay ($BAMBUSA_DATA).",
        "  Default: $XDG_DATA_HOME/bambusa or ~/.local/share/bambusa"
      })
  @Nullable String data;

  Path directory(Surroundings surroundings) throws SettingsException {
    return settings(surroundings).dataDirectory();
  }

  /** What a relay would be started with there. */
  RelaySettings settings(Surroundings surroundings) throws SettingsException {
    return new SettingsReader(
            surroundings.environment(), surroundings.workingDirectory(), surroundings.home())
        .read(this::given, null);
  }

  private Optional<Given> given(Setting setting) {
    return setting == Setting.DATA && data != null
        ? Optional.of(new Given(List.of(data), "--data"))
        : Optional.empty();
  }
}
