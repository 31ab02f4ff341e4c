package bambusa.relay.config;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.operation.SchemaId;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.storage.StoreAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the sources together: the command line counts most, then the environment, then the file,
 * then the default. A file is read when it is named, or when it lies in the data directory.
 */
public final class SettingsReader {

  public static final String DEFAULT_HOST = "0.0.0.0";
  public static final String DEFAULT_HTTP_PORT = "2020";
  public static final String DEFAULT_QUIC_PORT = "2022";
  public static final String DEFAULT_QUIC_LAYOUT = "F9";

  private static final int MAX_PORT = 65535;
  private static final String CONFIG_VARIABLE = "BAMBUSA_CONFIG";

  private final Map<String, String> environment;
  private final Path workingDirectory;
  private final Path home;

  /**
   * Reads for one user in one place.
   *
   * @param home where the user's own files lie, for the default data directory
   */
  public SettingsReader(Map<String, String> environment, Path workingDirectory, Path home) {
    this.environment = Map.copyOf(environment);
    this.workingDirectory = workingDirectory;
    this.home = home;
  }

  /**
   * Reads all settings.
   *
   * @param flags the command line
   * @param configFlag the file it names
   */
  public RelaySettings read(SettingsSource flags, @Nullable String configFlag)
      throws SettingsException {
    List<SettingsSource> sources = new ArrayList<>();
    sources.add(flags);
    sources.add(new EnvironmentSource(environment));
    Optional<ConfigFile> named = namedFile(configFlag);
    named.ifPresent(sources::add);
    Path dataDirectory = dataDirectory(sources, named);
    if (named.isEmpty()) {
      Optional<Path> usual = ConfigFile.in(dataDirectory);
      if (usual.isPresent()) {
        sources.add(fileOfDataDirectory(usual.get()));
      }
    }
    return new RelaySettings(
        dataDirectory,
        store(sources, named, dataDirectory),
        host(one(sources, Setting.HOST, DEFAULT_HOST)),
        port(one(sources, Setting.HTTP_PORT, DEFAULT_HTTP_PORT)),
        quic(sources),
        schemas(all(sources, Setting.ALLOW_SCHEMA)),
        owners(all(sources, Setting.ALLOW_OWNER)),
        peers(all(sources, Setting.PEER)),
        schemas(all(sources, Setting.REPLICATE_SCHEMA)),
        owners(all(sources, Setting.REPLICATE_OWNER)),
        HostingReader.read(sources));
  }

  private static RelaySettings.Quic quic(List<SettingsSource> sources) throws SettingsException {
    return new RelaySettings.Quic(
        !bool(one(sources, Setting.NO_QUIC, "false")),
        port(one(sources, Setting.QUIC_PORT, DEFAULT_QUIC_PORT)),
        !bool(one(sources, Setting.NO_QUIC_VERIFICATION, "false")),
        layout(one(sources, Setting.QUIC_LAYOUT, DEFAULT_QUIC_LAYOUT)),
        bool(one(sources, Setting.UPNP, "false")));
  }

  private static boolean bool(Given given) throws SettingsException {
    String text = single(given);
    if (!text.equals("true") && !text.equals("false")) {
      throw new SettingsException(given.origin() + ": expected true or false, got '" + text + "'");
    }
    return text.equals("true");
  }

  private static MessageLayout layout(Given given) throws SettingsException {
    String text = single(given);
    for (MessageLayout layout : MessageLayout.values()) {
      if (layout.name().equalsIgnoreCase(text)) {
        return layout;
      }
    }
    throw new SettingsException(given.origin() + ": expected F9, F17 or F16, got '" + text + "'");
  }

  private Optional<ConfigFile> namedFile(@Nullable String configFlag) throws SettingsException {
    String name = configFlag == null ? environment.getOrDefault(CONFIG_VARIABLE, "") : configFlag;
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(ConfigFile.read(path(workingDirectory, name, "--config")));
  }

  private static ConfigFile fileOfDataDirectory(Path path) throws SettingsException {
    ConfigFile file = ConfigFile.read(path);
    if (file.given(Setting.DATA).isPresent()) {
      throw new SettingsException(
          "data in " + path + ": a file in the data directory cannot move the data directory");
    }
    return file;
  }

  /** Relative paths start where they are written: the file's directory, or the working one. */
  private Path dataDirectory(List<SettingsSource> sources, Optional<ConfigFile> named)
      throws SettingsException {
    for (SettingsSource source : sources) {
      Optional<Given> given = source.given(Setting.DATA);
      if (given.isPresent()) {
        return path(base(source, named), single(given.get()), given.get().origin());
      }
    }
    return defaultDataDirectory();
  }

  private Path base(SettingsSource source, Optional<ConfigFile> named) {
    return named
        .filter(file -> file == source)
        .flatMap(file -> Optional.ofNullable(file.file().getParent()))
        .orElse(workingDirectory);
  }

  private StoreAddress store(
      List<SettingsSource> sources, Optional<ConfigFile> named, Path dataDirectory)
      throws SettingsException {
    for (SettingsSource source : sources) {
      Optional<Given> given = source.given(Setting.STORE);
      if (given.isPresent()) {
        try {
          return StoreAddress.parse(single(given.get()), base(source, named));
        } catch (MalformedException e) {
          throw new SettingsException(given.get().origin() + ": " + e.getMessage());
        }
      }
    }
    return StoreAddress.Sqlite.in(dataDirectory);
  }

  /** Where the XDG Base Directory Specification puts what a user's programs keep. */
  private Path defaultDataDirectory() throws SettingsException {
    String dataHome = environment.getOrDefault("XDG_DATA_HOME", "");
    // "All paths set in these environment variables must be absolute. If [not] … ignore it."
    if (dataHome.startsWith("/")) {
      return Path.of(dataHome, "bambusa");
    }
    if (!home.isAbsolute()) {
      throw new SettingsException("this user has no home directory: name a directory with --data");
    }
    return home.resolve(".local/share/bambusa");
  }

  private static Path path(Path base, String text, String origin) throws SettingsException {
    try {
      return base.resolve(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new SettingsException(origin + ": '" + text + "' is no path: " + e.getReason());
    }
  }

  static Given one(List<SettingsSource> sources, Setting setting, String otherwise) {
    return find(sources, setting)
        .orElseGet(() -> new Given(List.of(otherwise), "default of " + setting.key()));
  }

  static Given all(List<SettingsSource> sources, Setting setting) {
    return find(sources, setting).orElseGet(() -> new Given(List.of(), "default"));
  }

  static Optional<Given> find(List<SettingsSource> sources, Setting setting) {
    for (SettingsSource source : sources) {
      Optional<Given> given = source.given(setting);
      if (given.isPresent()) {
        return given;
      }
    }
    return Optional.empty();
  }

  static String single(Given given) throws SettingsException {
    String value = given.values().isEmpty() ? "" : given.values().get(given.values().size() - 1);
    if (value.isBlank()) {
      throw new SettingsException(given.origin() + ": expected a value, got nothing");
    }
    return value;
  }

  private static String host(Given given) throws SettingsException {
    String host = single(given);
    try {
      InetAddress.getByName(host);
      return host;
    } catch (UnknownHostException e) {
      throw new SettingsException(
          given.origin() + ": expected an address of this machine, got '" + host + "'");
    }
  }

  private static int port(Given given) throws SettingsException {
    String text = single(given);
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    if (port < 0 || port > MAX_PORT) {
      throw new SettingsException(
          given.origin() + ": expected a port from 0 to 65535, got '" + text + "'");
    }
    return port;
  }

  private static List<SchemaId> schemas(Given given) throws SettingsException {
    List<SchemaId> ids = new ArrayList<>();
    for (String text : given.values()) {
      try {
        ids.add(SchemaId.parse(text));
      } catch (MalformedException e) {
        throw new SettingsException(
            given.origin()
                + ": expected a schema id like chat_0020…, got '"
                + text
                + "' ("
                + e.getMessage()
                + ")");
      }
    }
    return ids;
  }

  private static List<PeerAddress> peers(Given given) throws SettingsException {
    List<PeerAddress> peers = new ArrayList<>();
    for (String text : given.values()) {
      try {
        peers.add(PeerAddress.parse(text));
      } catch (MalformedException e) {
        throw new SettingsException(given.origin() + ": " + e.getMessage());
      }
    }
    return peers;
  }

  private static List<PublicKey> owners(Given given) throws SettingsException {
    List<PublicKey> keys = new ArrayList<>();
    for (String text : given.values()) {
      keys.add(owner(given.origin(), text));
    }
    return keys;
  }

  private static PublicKey owner(String origin, String text) throws SettingsException {
    try {
      PublicKey key = PublicKey.parse(text);
      if (!key.isCurvePoint()) {
        throw new MalformedException("no point of the curve");
      }
      return key;
    } catch (MalformedException e) {
      throw new SettingsException(
          origin
              + ": expected a public key of 64 hex digits, got '"
              + text
              + "' ("
              + e.getMessage()
              + ")");
    }
  }
}
