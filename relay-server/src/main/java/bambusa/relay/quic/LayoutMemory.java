package bambusa.relay.quic;

import org.jspecify.annotations.Nullable;

/**
 * Which layout a connection speaks: what is learnt from one message decides where another does not
 * say. Any thread may call.
 */
final class LayoutMemory {

  private volatile MessageLayout last;
  private volatile @Nullable MessageLayout version2;

  /** Begins with what is assumed of a peer that has said nothing. */
  LayoutMemory(MessageLayout assumed) {
    this.last = assumed;
    this.version2 = null;
  }

  void remember(MessageLayout layout) {
    last = layout;
    if (layout != MessageLayout.F9) {
      version2 = layout;
    }
  }

  /** That of the last message. */
  MessageLayout last() {
    return last;
  }

  boolean knowsVersion2() {
    return version2 != null;
  }

  /** What version 2 means on this connection, F17 until that is known. */
  MessageLayout version2() {
    MessageLayout known = version2;
    return known == null ? MessageLayout.F17 : known;
  }
}
