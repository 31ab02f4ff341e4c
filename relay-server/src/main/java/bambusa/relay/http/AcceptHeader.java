package bambusa.relay.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client takes, by a header of the form {@code gzip;q=0.5, *} (RFC 9110, 12.4). */
final class AcceptHeader {

  private static final int MAX_ITEMS = 50;

  private final String[] items;

  /**
   * What a request's header says.
   *
   * @param header null when there is none
   */
  AcceptHeader(@Nullable String header) {
    this.items = header == null ? new String[0] : header.toLowerCase(Locale.ROOT).split(",", -1);
  }

  boolean isEmpty() {
    return items.length == 0;
  }

  /** The weight of exactly this value, 0…1; negative when it is not named. */
  double weightOf(String value) {
    for (int i = 0; i < Math.min(items.length, MAX_ITEMS); i++) {
      String[] parts = items[i].split(";", -1);
      if (parts[0].strip().equals(value)) {
        return weight(parts);
      }
    }
    return -1;
  }

  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        return parsed(parameter.substring(2));
      }
    }
    return 1;
  }

  private static double parsed(String weight) {
    // RFC 9110, 12.4.2: at most three digits after the point.
    return weight.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(weight) : 0;
  }
}
