package bambusa.relay.quic;

import bambusa.bytes.MalformedException;
import bambusa.relay.graphql.AskerAddress;
import bambusa.relay.graphql.GraphQlErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what peers send on streams that they open (qp2p.md 7): on the same stream if it goes both
 * ways, else on one of our own. What cannot be read ends its stream without an answer, and the
 * connection lives on.
 */
final class StreamServer implements QuicEndpoint.Events {

  private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);

  private static final int MAX_CONNECTIONS = 1_000;
  private static final int MAX_CONNECTIONS_PER_SOURCE = 64;
  private static final int MAX_STREAMS_PER_SOURCE = 256;
  private static final int MAX_STREAMS = 1_024;

  private final GraphQlService graphQl;
  private final VerificationService verification;
  private final ConnectionPool pool;
  private final Executor threads;
  private final ScheduledExecutorService timer;
  private final OneWayService oneWay;
  private final SourceCount connections =
      new SourceCount(MAX_CONNECTIONS_PER_SOURCE, MAX_CONNECTIONS);
  private final SourceCount streams = new SourceCount(MAX_STREAMS_PER_SOURCE, MAX_STREAMS);
  private final Map<QuicConnection, String> counted = new ConcurrentHashMap<>();

  /**
   * A server for all connections of an endpoint.
   *
   * @param pool gets the connections that are accepted
   * @param threads one for each stream that is being answered
   * @param timer gives up streams that take too long
   */
  StreamServer(
      GraphQlService graphQl,
      VerificationService verification,
      ConnectionPool pool,
      Executor threads,
      ScheduledExecutorService timer) {
    this.graphQl = graphQl;
    this.verification = verification;
    this.pool = pool;
    this.threads = threads;
    this.timer = timer;
    this.oneWay = new OneWayService(graphQl, timer);
  }

  /** Connections that others have opened. */
  int openConnections() {
    return connections.inAll();
  }

  /** Messages that came one way and could not be answered. */
  long unanswerable() {
    return oneWay.unanswerable();
  }

  /** Streams being answered. */
  int openStreams() {
    return streams.inAll();
  }

  private static String source(QuicConnection connection) {
    return AskerAddress.of(connection.remoteAddress().getAddress());
  }

  @Override
  public void accepted(QuicConnection connection) {
    String source = source(connection);
    if (!connections.enter(source)) {
      connection.close(QuicConnection.CLOSE_ABUSE, "too many connections");
      return;
    }
    counted.put(connection, source);
    pool.add(connection);
  }

  @Override
  public void closed(QuicConnection connection) {
    String source = counted.remove(connection);
    if (source != null) {
      connections.leave(source);
    }
    pool.remove(connection);
    graphQl.ended(connection);
  }

  @Override
  public void opened(QuicConnection connection, QuicStream stream) {
    String source = source(connection);
    if (!streams.enter(source)) {
      refuse(connection, stream);
      return;
    }
    try {
      threads.execute(
          () -> {
            try {
              serve(connection, stream);
            } finally {
              streams.leave(source);
            }
          });
    } catch (RejectedExecutionException e) {
      streams.leave(source);
      refuse(connection, stream);
    }
  }

  /** A few bytes that fit the buffer of a new stream, so this does not wait. */
  private static void refuse(QuicConnection connection, QuicStream stream) {
    stream.stopReading(QuicStream.CODE_NOT_WANTED);
    if (!stream.isBidirectional()) {
      return;
    }
    try {
      byte[] answer =
          GraphQlService.refused(
              GraphQlErrorCode.UNAVAILABLE, "too many streams are being answered");
      stream.out().write(connection.layouts().last().encode(new byte[0], answer));
      stream.out().close();
    } catch (IOException e) {
      LOG.debug("{} is gone", connection.remoteAddress(), e);
    }
  }

  // Here a request begins, so here everything is caught.
  private void serve(QuicConnection connection, QuicStream stream) {
    InetSocketAddress peer = connection.remoteAddress();
    BoundedStream bounded = new BoundedStream(stream, timer);
    try {
      if (stream.isBidirectional()) {
        answerThere(connection, stream, bounded);
      } else {
        answerBack(connection, stream, bounded);
      }
    } catch (MalformedException e) {
      LOG.debug("{} sent no message: {}", peer, e.getMessage());
      bounded.refuseRest();
    } catch (IOException e) {
      LOG.debug("{} gave a stream up, or took too long: {}", peer, e.getMessage());
      bounded.refuseRest();
    } catch (CancellationException e) {
      LOG.debug("{} does not wait for its answer", peer);
      stream.abandon(QuicStream.CODE_NOT_WANTED);
    } catch (InterruptedException e) {
      stream.abandon(QuicStream.CODE_FAILED);
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("answering {} failed", peer, e);
      stream.abandon(QuicStream.CODE_FAILED);
    } finally {
      stream.release();
    }
  }

  private void answerThere(QuicConnection connection, QuicStream stream, BoundedStream bounded)
      throws IOException, MalformedException, InterruptedException {
    MessageReader reader =
        new MessageReader(stream.in(), MessageLimits.REQUEST, connection.layouts());
    boolean more = true;
    while (more) {
      Optional<Message> message = read(reader, bounded);
      more = message.isPresent() && message.get().layout().allowsSeveral();
      if (message.isPresent()) {
        requireEnd(message.get(), stream);
        bounded.write(answer(message.get(), connection, () -> !stream.isUnwanted()));
      }
    }
    stream.out().close();
    drain(stream, bounded);
  }

  /**
   * From 0.35 on a stream holds one message, and one with more is refused whole (qp2p.md 3.8). Its
   * end is not waited for, so what comes later than the message is found only after the answer.
   */
  private static void requireEnd(Message message, QuicStream stream)
      throws IOException, MalformedException {
    if (!message.layout().allowsSeveral() && stream.in().available() > 0) {
      throw new MalformedException("bytes after the message");
    }
  }

  /** Reads one request; one that is too large is answered here. */
  private static Optional<Message> read(MessageReader reader, BoundedStream bounded)
      throws IOException, MalformedException {
    try {
      return bounded.read(reader::next);
    } catch (MessageReader.TooLargeException e) {
      byte[] refusal =
          GraphQlService.refused(
              GraphQlErrorCode.PAYLOAD_TOO_LARGE, String.valueOf(e.getMessage()));
      bounded.write(e.layout().encode(e.header(), refusal));
      throw e;
    }
  }

  private byte[] answer(Message message, QuicConnection connection, BooleanSupplier wanted)
      throws MalformedException, InterruptedException {
    MessageLayout layout = message.layout();
    if (message.service()) {
      ServiceMessage asked = ServiceMessage.decode(message.payload());
      return layout.encode(answer(asked, connection.remoteAddress(), layout));
    }
    return layout.encode(message.header(), graphQl.answer(message.payload(), connection, wanted));
  }

  private ServiceMessage answer(ServiceMessage asked, InetSocketAddress asker, MessageLayout layout)
      throws MalformedException {
    if (asked instanceof ServiceMessage.EchoRequest) {
      return new ServiceMessage.EchoResponse(asker);
    }
    if (asked instanceof ServiceMessage.VerificationRequest request) {
      return new ServiceMessage.VerificationResponse(
          verification.isReachable(request.address(), asker.getAddress(), layout));
    }
    throw new MalformedException("expected a question, got " + asked);
  }

  /** A stream counts against the peer's limit until its end is read (qp2p.md 3.7). */
  private static void drain(QuicStream stream, BoundedStream bounded)
      throws IOException, MalformedException {
    int octet = bounded.read(() -> stream.in().read());
    if (octet >= 0) {
      throw new MalformedException("bytes after the message");
    }
  }

  private void answerBack(QuicConnection connection, QuicStream stream, BoundedStream bounded)
      throws IOException, MalformedException, InterruptedException {
    MessageReader reader =
        new MessageReader(stream.in(), MessageLimits.REQUEST, connection.layouts());
    boolean more = true;
    while (more) {
      Optional<Message> message = readOneWay(reader, bounded, connection);
      more = message.isPresent() && message.get().layout().allowsSeveral();
      if (message.isPresent()) {
        requireEnd(message.get(), stream);
        oneWay.answer(message.get(), connection);
      }
    }
    drain(stream, bounded);
  }

  /** Reads one request; one that is too large is answered here, if its header part has an id. */
  private Optional<Message> readOneWay(
      MessageReader reader, BoundedStream bounded, QuicConnection connection)
      throws IOException, MalformedException {
    try {
      return bounded.read(reader::next);
    } catch (MessageReader.TooLargeException e) {
      oneWay.refuse(e, connection);
      throw e;
    }
  }
}
