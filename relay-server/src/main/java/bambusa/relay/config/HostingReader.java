package bambusa.relay.config;

import bambusa.bytes.MalformedException;
import bambusa.relay.limits.AddressRange;
import bambusa.relay.limits.Limit;
import bambusa.relay.limits.Limits;
import bambusa.relay.logging.LogFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what bounds a relay, and what its host wants beside. */
final class HostingReader {

  private HostingReader() {}

  static RelaySettings.Hosting read(List<SettingsSource> sources) throws SettingsException {
    Optional<Given> policy = SettingsReader.find(sources, Setting.POLICY);
    return new RelaySettings.Hosting(
        limits(SettingsReader.all(sources, Setting.LIMIT)),
        ranges(SettingsReader.all(sources, Setting.TRUSTED_PROXY)),
        policy.isPresent() ? Optional.of(SettingsReader.single(policy.get())) : Optional.empty(),
        logFormat(SettingsReader.one(sources, Setting.LOG_FORMAT, LogFormat.TEXT.word())));
  }

  private static Limits limits(Given given) throws SettingsException {
    Map<Limit, Long> limits = new EnumMap<>(Limit.class);
    for (String text : given.values()) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new SettingsException(
            given.origin() + ": expected NAME=NUMBER like waiting=5000, got '" + text + "'");
      }
      Limit limit = limit(given.origin(), text.substring(0, equals).strip());
      limits.put(limit, number(given.origin(), limit, text.substring(equals + 1).strip()));
    }
    return new Limits(limits, Runtime.getRuntime().maxMemory());
  }

  private static Limit limit(String origin, String key) throws SettingsException {
    Optional<Limit> known = Limit.byKey(key);
    if (known.isPresent()) {
      return known.get();
    }
    List<String> keys = Arrays.stream(Limit.values()).map(Limit::key).toList();
    throw new SettingsException(
        origin + ": there is no limit '" + key + "'" + NearestKey.question(key, keys));
  }

  private static long number(String origin, Limit limit, String text) throws SettingsException {
    long number = text.matches("[0-9]{1,15}") ? Long.parseLong(text) : -1;
    if (number < limit.least()) {
      throw new SettingsException(
          origin
              + ": expected a whole number of at least "
              + limit.least()
              + " for "
              + limit.key()
              + ", got '"
              + text
              + "'");
    }
    return number;
  }

  private static List<AddressRange> ranges(Given given) throws SettingsException {
    List<AddressRange> ranges = new ArrayList<>();
    for (String text : given.values()) {
      try {
        ranges.add(AddressRange.parse(text));
      } catch (MalformedException e) {
        throw new SettingsException(given.origin() + ": " + e.getMessage());
      }
    }
    return ranges;
  }

  private static LogFormat logFormat(Given given) throws SettingsException {
    String word = SettingsReader.single(given);
    for (LogFormat format : LogFormat.values()) {
      if (format.word().equals(word)) {
        return format;
      }
    }
    throw new SettingsException(given.origin() + ": expected text or json, got '" + word + "'");
  }
}
