package bambusa.relay.peers;

import java.io.IOException;

/** Carries GraphQL to one peer and back, whatever the protocol below. One thread asks at a time. */
public interface PeerTransport {

  /**
   * Sends a request body and waits for the answer's.
   *
   * @param timeoutMillis after so long without a complete answer the request is given up
   * @throws IOException when there is no answer, with the reason in words
   */
  byte[] ask(String body, long timeoutMillis) throws IOException, InterruptedException;
}
