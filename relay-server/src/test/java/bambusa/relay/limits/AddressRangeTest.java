package bambusa.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressRangeTest {

  @Test
  void addressesThatBeginAlikeAreInIt() throws Exception {
    assertThat(contains("10.0.0.0/8", "10.255.1.2")).isTrue();
    assertThat(contains("10.0.0.0/8", "11.0.0.1")).isFalse();
    assertThat(contains("192.168.4.0/22", "192.168.7.9")).isTrue();
    assertThat(contains("192.168.4.0/22", "192.168.8.9")).isFalse();
    assertThat(contains("127.0.0.1", "127.0.0.1")).isTrue();
    assertThat(contains("127.0.0.1", "127.0.0.2")).isFalse();
    assertThat(contains("0.0.0.0/0", "203.0.113.9")).isTrue();
    assertThat(contains("2001:db8::/32", "2001:db8:5::1")).isTrue();
    assertThat(contains("2001:db8::/32", "2001:db9::1")).isFalse();
    assertThat(contains("0.0.0.0/0", "::1")).isFalse();
  }

  @Test
  void namesAndNonsenseAreRefused() {
    for (String text :
        List.of(
            "", "localhost", "10.0.0.0/33", "10.0.0.0/", "::1/129", "1.2.3.400", "10.0.0.0/-1")) {
      assertThatThrownBy(() -> AddressRange.parse(text))
          .as(text)
          .isInstanceOf(MalformedException.class);
    }
  }

  private static boolean contains(String range, String address) throws MalformedException {
    return AddressRange.parse(range).contains(AddressRange.address(address));
  }
}
