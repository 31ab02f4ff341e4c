package bambusa.relay.quic;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import tech.kwik.core.stream.FlowControlUpdateListener;

/** A stream of Kwik. Not for several writers. */
final class KwikStream implements QuicStream, SendWatch.Watched {

  /** Fits a packet. Kwik stalls on writes that do not fit its buffer. */
  private static final int PIECE_BYTES = 1_100;

  private final tech.kwik.core.QuicStream stream;
  private final KwikConnection connection;
  private final SendWatch watch;
  private final OutputStream sender;

  KwikStream(tech.kwik.core.QuicStream stream, KwikConnection connection, SendWatch watch) {
    this.stream = stream;
    this.connection = connection;
    this.watch = watch;
    this.sender = stream.getOutputStream();
  }

  @Override
  public boolean isBidirectional() {
    return stream.isBidirectional();
  }

  @Override
  public InputStream in() {
    return stream.getInputStream();
  }

  @Override
  public OutputStream out() {
    return new Pieces();
  }

  @Override
  public void askToStop(long code) {
    connection.stopSending(stream.getStreamId(), code);
  }

  @Override
  public void stopReading(long code) {
    stream.abortReading(code);
  }

  @Override
  public void reset(long code) {
    stream.resetStream(code);
  }

  @Override
  public boolean isUnwanted() {
    return KwikSending.isReset(sender);
  }

  @Override
  public void release() {
    if (KwikSending.isReset(sender)) {
      KwikSending.forget(stream);
    }
  }

  @Override
  public boolean hasUnsent() {
    return KwikSending.hasUnsent(sender);
  }

  @Override
  public long sentBytes() {
    return KwikSending.sentBytes(sender);
  }

  @Override
  public void wakeSender() {
    if (sender instanceof FlowControlUpdateListener blocked) {
      blocked.streamNotBlocked(stream.getStreamId());
      connection.ping();
    }
  }

  @Override
  public boolean isOver() {
    return !connection.isOpen() || isUnwanted();
  }

  /** Writes in pieces that fit a packet. */
  private final class Pieces extends OutputStream {

    @Override
    public void write(int octet) throws IOException {
      watch.watchBriefly(KwikStream.this);
      sender.write(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > PIECE_BYTES) {
        watch.watch(KwikStream.this);
      } else {
        watch.watchBriefly(KwikStream.this);
      }
      // Nothing at all is not written: Kwik would wait for ever to send it.
      for (int at = 0; at < length; at += PIECE_BYTES) {
        sender.write(bytes, offset + at, Math.min(PIECE_BYTES, length - at));
      }
    }

    @Override
    public void close() throws IOException {
      watch.watchBriefly(KwikStream.this);
      sender.close();
    }
  }
}
