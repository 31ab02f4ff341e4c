package bambusa.relay.quic;

import bambusa.relay.graphql.AskerAddress;
import java.net.DatagramPacket;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how many handshakes are under way, of one source and in all: each costs Kwik memory and
 * threads before anything is known of the peer. What comes beyond is dropped unread, and an honest
 * peer sends it again. A handshake counts until it is done, or might have been. Any thread may
 * call.
 */
final class HandshakeGuard {

  private static final Logger LOG = LoggerFactory.getLogger(HandshakeGuard.class);

  /** As many as a source may have connections. */
  static final int MAX_PER_SOURCE = 64;

  static final int MAX_IN_ALL = 512;

  /** Those of one handshake, sent again or split, until the peer knows an id of ours. */
  static final int MAX_PACKETS = 32;

  /** The watch ends a handshake within this time. */
  static final long KEPT_MILLIS = 6 * HandshakeWatch.LOOK_MILLIS;

  private static final long LOG_MILLIS = 60_000;

  /** "A server MUST discard an Initial packet" in a smaller datagram (RFC 9000, 14.1). */
  static final int MIN_INITIAL_BYTES = 1_200;

  private static final int VERSION_AT = 1;
  private static final int ID_LENGTH_AT = 5;
  private static final int ID_AT = 6;
  private static final int MAX_ID_BYTES = 20;
  private static final int FORM_AND_TYPE = 0xf0;
  private static final int LONG_FORM = 0x80;
  private static final int VERSION_1 = 1;
  private static final int VERSION_2 = 0x6b3343cf;
  private static final int INITIAL = 0xc0;
  private static final int INITIAL_OF_VERSION_2 = 0xd0;

  private final LongSupplier nowMillis;
  private final SourceCount counts = new SourceCount(MAX_PER_SOURCE, MAX_IN_ALL);

  /** By the id that the peer chose for us; the oldest first. */
  private final Map<ByteBuffer, Opening> openings = new LinkedHashMap<>();

  private long refused;
  private long toldRefused;
  private @Nullable Long toldMillis;

  /** A handshake under way. */
  private record Opening(String source, long begunMillis, int packets) {

    Opening another() {
      return new Opening(source, begunMillis, packets + 1);
    }
  }

  /**
   * A guard of an endpoint.
   *
   * @param nowMillis a clock for intervals
   */
  HandshakeGuard(LongSupplier nowMillis) {
    this.nowMillis = nowMillis;
  }

  /**
   * Whether Kwik is to see what was received.
   *
   * @param known whether a connection has that id
   */
  boolean admits(DatagramPacket packet, Predicate<byte[]> known) {
    byte[] id = idOfInitial(packet);
    if (id == null) {
      return true;
    }
    // Kwik would keep a place for it, and drop it only then.
    if (packet.getLength() < MIN_INITIAL_BYTES) {
      return false;
    }
    boolean admitted = admits(id, AskerAddress.of(packet.getAddress()), known);
    if (!admitted) {
      count(packet);
    }
    return admitted;
  }

  private synchronized boolean admits(byte[] id, String source, Predicate<byte[]> known) {
    ByteBuffer key = ByteBuffer.wrap(id);
    Opening opening = openings.get(key);
    if (opening != null) {
      openings.put(key, opening.another());
      return opening.source().equals(source) && opening.packets() < MAX_PACKETS;
    }
    if (known.test(id)) {
      return true;
    }
    long now = nowMillis.getAsLong();
    forgetOld(now);
    if (!counts.enter(source)) {
      return false;
    }
    openings.put(key, new Opening(source, now, 1));
    return true;
  }

  private void forgetOld(long now) {
    Iterator<Opening> oldest = openings.values().iterator();
    while (oldest.hasNext()) {
      Opening opening = oldest.next();
      long age = now - opening.begunMillis();
      if (age >= 0 && age < KEPT_MILLIS) {
        return;
      }
      oldest.remove();
      counts.leave(opening.source());
    }
  }

  /** Told seldom: whoever makes this happen shall not fill the log. */
  private synchronized void count(DatagramPacket packet) {
    refused++;
    long now = nowMillis.getAsLong();
    if (toldMillis == null || Math.abs(now - toldMillis) >= LOG_MILLIS) {
      LOG.warn(
          "too many QUIC handshakes at once: dropped {} packets, the last of {}",
          refused - toldRefused,
          packet.getAddress().getHostAddress());
      toldMillis = now;
      toldRefused = refused;
    }
  }

  /** The handshake that the peer began with that id is done. */
  synchronized void finished(byte[] id) {
    Opening opening = openings.remove(ByteBuffer.wrap(id));
    if (opening != null) {
      counts.leave(opening.source());
    }
  }

  /** Packets dropped since the start. */
  synchronized long refused() {
    return refused;
  }

  /** Handshakes that count. */
  int underWay() {
    return counts.inAll();
  }

  /**
   * The id that an Initial packet is sent to; nothing for any other, or none at all. One of a
   * version that is not spoken here begins nothing: Kwik answers with those that are.
   */
  private static byte @Nullable [] idOfInitial(DatagramPacket packet) {
    ByteBuffer bytes = ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength());
    bytes = bytes.slice();
    if (bytes.remaining() <= ID_AT || (bytes.get(0) & LONG_FORM) == 0) {
      return null;
    }
    int version = bytes.getInt(VERSION_AT);
    int initial = version == VERSION_2 ? INITIAL_OF_VERSION_2 : INITIAL;
    int length = bytes.get(ID_LENGTH_AT) & 0xff;
    if (version != VERSION_1 && version != VERSION_2
        || (bytes.get(0) & FORM_AND_TYPE) != initial
        || length > MAX_ID_BYTES
        || bytes.remaining() < ID_AT + length) {
      return null;
    }
    byte[] id = new byte[length];
    bytes.position(ID_AT);
    bytes.get(id);
    return id;
  }
}
