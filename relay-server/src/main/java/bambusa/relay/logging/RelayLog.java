package bambusa.relay.logging;

import bambusa.relay.meters.Tally;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/** The log of this process, as a relay wants it. Closed, it tells what it has left out. */
public final class RelayLog implements AutoCloseable {

  private final LoggerContext context;
  private final FloodFilter filter;

  private RelayLog(LoggerContext context, FloodFilter filter) {
    this.context = context;
    this.filter = filter;
  }

  /**
   * Bounds the log from now on.
   *
   * @param maxLines of one kind in a minute
   * @param leftOut counts the others, by who would have written them
   */
  public static RelayLog bound(long maxLines, LongSupplier nanoTime, Tally leftOut) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    FloodFilter filter = new FloodFilter(maxLines, nanoTime, leftOut);
    filter.start();
    context.addTurboFilter(filter);
    return new RelayLog(context, filter);
  }

  /** Tells what was left out in the last minute, if that is over. To be called now and then. */
  public void tellLeftOut() {
    filter.tellIfOver();
  }

  /** Writes lines in this form from now on. */
  public static void write(LogFormat format) {
    if (format == LogFormat.TEXT) {
      return;
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      if (all.next() instanceof ConsoleAppender<ILoggingEvent> console) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        console.setEncoder(encoder);
      }
    }
  }

  @Override
  public void close() {
    context.getTurboFilterList().remove(filter);
  }
}
