package bambusa.relay.quic;

/**
 * What a message may be declared to hold; checked before anything is allocated (qp2p.md 7.4).
 *
 * @param maxPartBytes of the header part and of the dst part, each
 */
record MessageLimits(int maxPartBytes, int maxPayloadBytes) {

  private static final int MAX_PART_BYTES = 1 << 10;

  /** For requests. */
  static final MessageLimits REQUEST = new MessageLimits(MAX_PART_BYTES, 1 << 20);

  /** For answers of relays that send the largest pages they may. */
  static final MessageLimits ANSWER = new MessageLimits(MAX_PART_BYTES, 64 << 20);
}
