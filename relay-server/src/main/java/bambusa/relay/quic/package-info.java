/**
 * GraphQL over qp2p, which is QUIC without ALPN and a small frame around each message. A stream is
 * a request: bytes → {@link bambusa.relay.quic.Message} → the engine → a message back → FIN.
 *
 * <p>The QUIC library stays behind {@link bambusa.relay.quic.QuicEndpoint}; everything else is
 * written against that.
 */
@NullMarked
package bambusa.relay.quic;

import org.jspecify.annotations.NullMarked;
