package bambusa.relay.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The stack trace of a failure, each of its lines indented, whatever its messages hold. */
public final class FailureConverter extends ThrowableProxyConverter {

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder lines = new StringBuilder();
    for (String line : super.convert(event).split("\n", -1)) {
      if (!line.isBlank()) {
        lines.append("\n  ").append(LineConverter.line(line.replace("\t", "  ").replace("\r", "")));
      }
    }
    return lines.toString();
  }
}
