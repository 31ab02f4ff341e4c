package bambusa.relay.quic;

import bambusa.bytes.MalformedException;
import bambusa.relay.graphql.GraphQlErrorCode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests that came on a stream of one direction: on another one, in the other direction
 * of the same connection (qp2p.md 7.2). Any thread may call.
 */
final class OneWayService {

  private static final Logger LOG = LoggerFactory.getLogger(OneWayService.class);

  /** How long a stream back may have to wait for others. */
  private static final long OPEN_MILLIS = 20_000;

  private final GraphQlService graphQl;
  private final ScheduledExecutorService timer;
  private final AtomicLong unanswerable = new AtomicLong();

  OneWayService(GraphQlService graphQl, ScheduledExecutorService timer) {
    this.graphQl = graphQl;
    this.timer = timer;
  }

  /** How many messages were dropped, as nobody can be told of them. */
  long unanswerable() {
    return unanswerable.get();
  }

  /** Answers, waiting for that; drops what has no id, and answers to nothing. */
  void answer(Message message, QuicConnection connection)
      throws IOException, MalformedException, InterruptedException {
    if (message.service()) {
      throw new MalformedException("a service message on a unidirectional stream");
    }
    Optional<Correlation> correlation = Correlation.ofRequest(message);
    if (correlation.isEmpty()) {
      LOG.debug(
          "{} sent {} messages that cannot be answered, or are answers to nothing",
          connection.remoteAddress(),
          unanswerable.incrementAndGet());
      return;
    }
    byte[] json = graphQl.answer(message.payload(), connection, connection::isOpen);
    send(message.layout(), correlation.get(), json, connection);
  }

  /** Says what was too large, if its header part tells to whom. */
  void refuse(MessageReader.TooLargeException tooLarge, QuicConnection connection)
      throws IOException {
    Optional<Correlation> correlation = Correlation.ofRequest(tooLarge.header());
    if (correlation.isEmpty()) {
      unanswerable.incrementAndGet();
      return;
    }
    byte[] json =
        GraphQlService.refused(
            GraphQlErrorCode.PAYLOAD_TOO_LARGE, String.valueOf(tooLarge.getMessage()));
    send(tooLarge.layout(), correlation.get(), json, connection);
  }

  private void send(
      MessageLayout layout, Correlation correlation, byte[] json, QuicConnection connection)
      throws IOException {
    QuicStream back = connection.open(false, OPEN_MILLIS);
    try {
      new BoundedStream(back, timer)
          .write(layout.encode(correlation.answerHeader(), correlation.answerPayload(json)));
      back.out().close();
    } finally {
      back.release();
    }
  }
}
