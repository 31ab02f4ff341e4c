package bambusa.relay.quic;

import java.lang.reflect.Field;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.frame.ResetStreamFrame;
import tech.kwik.core.frame.StreamFrame;
import tech.kwik.core.impl.QuicConnectionImpl;
import tech.kwik.core.impl.TransportError;
import tech.kwik.core.packet.BasePacketFilter;
import tech.kwik.core.packet.PacketFilter;
import tech.kwik.core.packet.QuicPacket;
import tech.kwik.core.stream.StreamManager;

/**
 * Has Kwik heed the reset of a stream of which it has seen nothing yet (RFC 9000, 3.2). It ignores
 * that, though it is all that comes of a stream that its sender gave up early: the stream would
 * count against the limit of the peer, and a hundred of them would leave it none to open.
 */
final class KwikResets {

  private static final Field NEXT = KwikInternals.field(BasePacketFilter.class, "next");

  private KwikResets() {}

  /** From now on a connection heeds them. */
  static void heed(QuicConnection connection) {
    StreamManager streams = KwikInternals.streams(connection);
    PacketFilter filter = ((QuicConnectionImpl) connection).getPacketProcessorChain();
    while (KwikInternals.read(NEXT, filter) instanceof BasePacketFilter next) {
      filter = next;
    }
    // What has passed all of them is processed by the connection.
    PacketFilter processing = (PacketFilter) KwikInternals.read(NEXT, filter);
    PacketFilter beginning =
        (packet, metaData) -> {
          beginStreams(packet, streams);
          processing.processPacket(packet, metaData);
        };
    KwikInternals.write(NEXT, filter, beginning);
  }

  /** As if nothing had come on them; Kwik leaves those alone that it has seen. */
  private static void beginStreams(QuicPacket packet, StreamManager streams) throws TransportError {
    for (QuicFrame frame : packet.getFrames()) {
      if (frame instanceof ResetStreamFrame reset) {
        streams.process(new StreamFrame(reset.getStreamId(), 0, new byte[0], false));
      }
    }
  }
}
