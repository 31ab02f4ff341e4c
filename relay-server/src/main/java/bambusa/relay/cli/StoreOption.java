package bambusa.relay.cli;

import bambusa.relay.config.Given;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.config.Setting;
import bambusa.relay.config.SettingsException;
import bambusa.relay.config.SettingsReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The store that a command works on, named as for the relay itself. */
final class StoreOption {

  @Option(
      names = "--store",
      paramLabel = "ADDR",
      description = {
        "The store: sqlite:PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE ($BAMBUSA_STORE).",
        "  Default: SQLite in the data directory"
      })
  @Nullable String store;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Data directory of the relay ($BAMBUSA_DATA).",
        "  Default: $XDG_DATA_HOME/bambusa or ~/.local/share/bambusa"
      })
  @Nullable String data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read settings from this file, as the relay does.")
  @Nullable String config;

  RelaySettings settings(Surroundings surroundings) throws SettingsException {
    return new SettingsReader(
            surroundings.environment(), surroundings.workingDirectory(), surroundings.home())
        .read(this::given, config);
  }

  private Optional<Given> given(Setting setting) {
    if (setting == Setting.STORE && store != null) {
      return Optional.of(new Given(List.of(store), "--store"));
    }
    return setting == Setting.DATA && data != null
        ? Optional.of(new Given(List.of(data), "--data"))
        : Optional.empty();
  }
}
