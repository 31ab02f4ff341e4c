package bambusa.relay.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * A message on one line. What clients and peers send is quoted in messages, and must neither begin
 * a line of its own nor move the cursor of a terminal.
 */
public final class LineConverter extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return line(event.getFormattedMessage());
  }

  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      boolean moves =
          type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR;
      if (moves) {
        line.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }
}
