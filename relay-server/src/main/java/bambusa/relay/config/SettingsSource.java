package bambusa.relay.config;

import java.util.Optional;

/** One place where settings are written. */
@FunctionalInterface
public interface SettingsSource {

  /** What it says about a setting; empty when it leaves that to the next source. */
  Optional<Given> given(Setting setting);
}
