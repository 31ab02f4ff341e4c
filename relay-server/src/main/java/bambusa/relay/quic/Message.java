package bambusa.relay.quic;

/**
 * A message as it came.
 *
 * @param layout that the answer must have too
 * @param service whether qp2p itself answers it, not the application
 * @param header what a client may tag a request with; F9 has none
 */
@SuppressWarnings("ArrayRecordComponent") // Made by the reader, for one who takes it apart.
record Message(MessageLayout layout, boolean service, byte[] header, byte[] payload) {}
