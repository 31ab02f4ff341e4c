package bambusa.relay.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/** Settings in a file: TOML, or Java properties when its name ends so. */
public final class ConfigFile implements SettingsSource {

  /** Looked for in the data directory when no file is named, in this order. */
  static final List<String> USUAL_NAMES = List.of("bambusa.toml", "bambusa.properties");

  private static final long MAX_BYTES = 1 << 20;

  private final Path file;
  private final Map<Setting, List<String>> values;

  private ConfigFile(Path file, Map<Setting, List<String>> values) {
    this.file = file;
    this.values = values;
  }

  /** Reads a file; every key in it must be known. */
  public static ConfigFile read(Path file) throws SettingsException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new SettingsException(file + " is larger than a configuration can be");
      }
      return new ConfigFile(
          file, file.toString().endsWith(".properties") ? properties(file) : toml(file));
    } catch (NoSuchFileException e) {
      throw new SettingsException("there is no configuration file " + file);
    } catch (JacksonException e) {
      throw new SettingsException(
          file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException("cannot read " + file + ": " + e.getMessage());
    }
  }

  /** The file that lies in a data directory under one of the usual names. */
  static Optional<Path> in(Path dataDirectory) {
    for (String name : USUAL_NAMES) {
      Path file = dataDirectory.resolve(name);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  Path file() {
    return file;
  }

  @Override
  public Optional<Given> given(Setting setting) {
    return Optional.ofNullable(values.get(setting))
        .map(list -> new Given(list, setting.key() + " in " + file));
  }

  private static Map<Setting, List<String>> properties(Path file)
      throws IOException, SettingsException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    Map<Setting, List<String>> values = new EnumMap<>(Setting.class);
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      Setting setting = setting(file, key);
      String text = properties.getProperty(key, "").strip();
      values.put(setting, setting.isRepeatable() ? EnvironmentSource.split(text) : List.of(text));
    }
    return values;
  }

  private static Map<Setting, List<String>> toml(Path file) throws IOException, SettingsException {
    JsonNode root = new TomlMapper().readTree(Files.readString(file, StandardCharsets.UTF_8));
    Map<Setting, List<String>> values = new EnumMap<>(Setting.class);
    for (Iterator<String> keys = root.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      Setting setting = setting(file, key);
      values.put(setting, texts(file, setting, root.path(key)));
    }
    return values;
  }

  private static List<String> texts(Path file, Setting setting, JsonNode value)
      throws SettingsException {
    List<String> texts = new ArrayList<>();
    if (value.isArray() && setting.isRepeatable()) {
      for (JsonNode element : value) {
        texts.add(text(file, setting, element));
      }
    } else {
      texts.add(text(file, setting, value));
    }
    return texts;
  }

  private static String text(Path file, Setting setting, JsonNode value) throws SettingsException {
    boolean flag = setting.isFlag() && value.isBoolean();
    if (!value.isTextual() && !value.isIntegralNumber() && !flag) {
      throw new SettingsException(
          setting.key()
              + " in "
              + file
              + (setting.isRepeatable()
                  ? ": expected text or an array of texts"
                  : ": expected text or a whole number")
              + ", got "
              + value);
    }
    return value.asText();
  }

  private static Setting setting(Path file, String key) throws SettingsException {
    Optional<Setting> known = Setting.byKey(key);
    if (known.isPresent()) {
      return known.get();
    }
    List<String> keys = Arrays.stream(Setting.values()).map(Setting::key).toList();
    throw new SettingsException(
        "unknown key '" + key + "' in " + file + NearestKey.question(key, keys));
  }
}
