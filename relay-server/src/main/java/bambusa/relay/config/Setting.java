package bambusa.relay.config;

import java.util.List;
import java.util.Optional;

/** Everything that can be set, with its one name: the option without dashes, the key in a file. */
public enum Setting {
  DATA("data", "BAMBUSA_DATA"),
  STORE("store", "BAMBUSA_STORE"),
  HOST("host", "BAMBUSA_HOST"),
  // HTTP_PORT is what the p2panda reference node reads (p2panda.md 7).
  HTTP_PORT("http-port", "BAMBUSA_HTTP_PORT", "HTTP_PORT"),
  QUIC_PORT("quic-port", "BAMBUSA_QUIC_PORT"),
  NO_QUIC("no-quic", "BAMBUSA_NO_QUIC"),
  NO_QUIC_VERIFICATION("no-quic-verification", "BAMBUSA_NO_QUIC_VERIFICATION"),
  QUIC_LAYOUT("quic-layout", "BAMBUSA_QUIC_LAYOUT"),
  UPNP("upnp", "BAMBUSA_UPNP"),
  ALLOW_SCHEMA("allow-schema", "BAMBUSA_ALLOW_SCHEMA"),
  ALLOW_OWNER("allow-owner", "BAMBUSA_ALLOW_OWNER"),
  PEER("peer", "BAMBUSA_PEER"),
  REPLICATE_SCHEMA("replicate-schema", "BAMBUSA_REPLICATE_SCHEMA"),
  REPLICATE_OWNER("replicate-owner", "BAMBUSA_REPLICATE_OWNER"),
  LIMIT("limit", "BAMBUSA_LIMIT"),
  TRUSTED_PROXY("trusted-proxy", "BAMBUSA_TRUSTED_PROXY"),
  POLICY("policy", "BAMBUSA_POLICY"),
  LOG_FORMAT("log-format", "BAMBUSA_LOG_FORMAT");

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> variables;

  Setting(String key, String... variables) {
    this.key = key;
    this.variables = List.of(variables);
  }

  /** The name in a file; with two dashes before it, the option. */
  public String key() {
    return key;
  }

  /** Names in the environment, the first one counts most. */
  public List<String> variables() {
    return variables;
  }

  /** Whether several values may be given. */
  public boolean isRepeatable() {
    return switch (this) {
      case ALLOW_SCHEMA,
          ALLOW_OWNER,
          PEER,
          REPLICATE_SCHEMA,
          REPLICATE_OWNER,
          LIMIT,
          TRUSTED_PROXY ->
          true;
      case DATA,
          STORE,
          HOST,
          HTTP_PORT,
          QUIC_PORT,
          NO_QUIC,
          NO_QUIC_VERIFICATION,
          QUIC_LAYOUT,
          UPNP,
          POLICY,
          LOG_FORMAT ->
          false;
    };
  }

  /** Whether it is true or false. */
  boolean isFlag() {
    return this == NO_QUIC || this == NO_QUIC_VERIFICATION || this == UPNP;
  }

  static Optional<Setting> byKey(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }
}
