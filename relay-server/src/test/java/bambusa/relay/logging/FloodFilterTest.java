package bambusa.relay.logging;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.relay.meters.Tally;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FloodFilterTest {

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Tally leftOut = new Tally();
  private final FloodFilter filter = new FloodFilter(3, nanos::get, leftOut);
  private final Logger log = context.getLogger("relay");

  FloodFilterTest() {
    lines.start();
    log.setLevel(ch.qos.logback.classic.Level.INFO);
    log.addAppender(lines);
    context.addTurboFilter(filter);
  }

  @Test
  void linesOfOneKindAreBoundedAndTheRestIsCounted() {
    for (int i = 0; i < 1_000; i++) {
      log.warn("refused {}", i);
    }
    log.info("something else");
    log.debug("what nobody logs");
    assertThat(texts()).containsExactly("refused 0", "refused 1", "refused 2", "something else");
    assertThat(leftOut.counts()).containsEntry("relay", 997L);
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    log.warn("refused {}", "again");
    assertThat(texts().subList(4, 6))
        .containsExactly("left out 997 more lines like: refused {}", "refused again");
  }

  @Test
  void whatWasLeftOutIsToldThoughNothingFollows() {
    for (int i = 0; i < 5; i++) {
      log.error("failed");
    }
    filter.tellIfOver();
    assertThat(texts()).hasSize(3);
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
    filter.tellIfOver();
    filter.tellIfOver();
    assertThat(texts()).hasSize(4).last().isEqualTo("left out 2 more lines like: failed");
  }

  @Test
  void whatOthersSentStaysOnItsLine() {
    assertThat(LineConverter.line("peer said \u001b[2J\r\n2026 ERROR all is lost\u2028\u202e!"))
        .isEqualTo("peer said \\u001b[2J\\u000d\\u000a2026 ERROR all is lost\\u2028\\u202e!");
    assertThat(LineConverter.line("Gr\u00fc\u00dfe, \u4e16\u754c"))
        .isEqualTo("Gr\u00fc\u00dfe, \u4e16\u754c");
  }

  private List<String> texts() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
