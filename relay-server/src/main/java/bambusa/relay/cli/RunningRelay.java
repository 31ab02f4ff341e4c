package bambusa.relay.cli;

/** A relay that answers. Any thread may call it. */
public interface RunningRelay extends AutoCloseable {

  /** The port it really listens on. */
  int httpPort();

  /** The UDP port on which it answers over QUIC; 0 when it does not. */
  int quicPort();

  /** What the store held when it was opened. */
  Counts counts();

  /** How many peers it pulls from. */
  int peerCount();

  /** Stops accepting, finishes what runs, closes the store. */
  @Override
  void close();

  /** Sizes of a store. */
  record Counts(long entries, long logs, long authors) {}
}
