package bambusa.relay.logging;

import java.util.Locale;

/** The form of a line in the log. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** One JSON object a line, for programs. */
  JSON;

  /** The word in settings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
