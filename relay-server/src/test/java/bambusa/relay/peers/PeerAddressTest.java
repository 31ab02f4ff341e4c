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
    "http://relay.example:2020/graphql/, http://relay.example:2020/graphql",
    "'http://[::1]:2020', 'http://[::1]:2020/graphql'",
    "https://relay.example/, https://relay.example:443/graphql"
  })
  void whatIsLeftOutIsTheUsual(String written, String meant) throws Exception {
    assertThat(PeerAddress.parse(written)).hasToString(meant);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qp2p:// | expected a peer like",
        "udp://relay.example | expected a peer like",
        "relay.example:2020 | expected a peer like",
        "http:/relay.example | expected a peer like",
        "qp2p://relay.example:0 | a port from 1 to 65535",
        "qp2p://relay.example:65536 | a port from 1 to 65535",
        "http://relay.example:99999 | a port from 1 to 65535",
        "qp2p://relay.example/graphql | a host and a port only",
        "http://my_relay:2020 | expected a host of letters",
        "http://::1:2020 | expected a host of letters"
      })
  void whatIsNoAddressIsSaidAtOnce(String written, String why) {
    assertThatThrownBy(() -> PeerAddress.parse(written))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qp2p://somebody@relay.example",
        "http://somebody:secret@relay.example:2020",
        "http://somebody:secret@my_relay:2020",
        "ftp://somebody:secret@relay.example",
        "http://somebody:sec ret@relay.example"
      })
  void passwordsAreNeitherTakenNorShown(String written) {
    assertThatThrownBy(() -> PeerAddress.parse(written))
        .isInstanceOf(MalformedException.class)
        .hasMessageNotContainingAny("secret", "ret@", "somebody");
  }
}
