package bambusa.relay.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How people write where a peer is. */
final class PeerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "qp2p://relay.example, qp2p://relay.example:2022",
    "QP2P://Relay.Example:1/, qp2p://relay.example:1",
    "'qp2p://[::1]:65535', 'qp2p://[::1]:65535'",
    "http://relay.example, http://relay.example:2020/graphql",
    "https://relay.example/, https://relay.example:443/graphql"
  })
  void whatIsLeftOutIsTheUsual(String written, String meant) throws Exception {
    assertThat(PeerAddress.parse(written)).hasToString(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qp2p://",
        "qp2p://relay.example:0",
        "qp2p://relay.example:65536",
        "http://relay.example:99999",
        "qp2p://relay.example/graphql",
        "qp2p://somebody@relay.example",
        "udp://relay.example"
      })
  void whatIsNoAddressIsSaidAtOnce(String written) {
    assertThatThrownBy(() -> PeerAddress.parse(written))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("expected a peer like");
  }
}
