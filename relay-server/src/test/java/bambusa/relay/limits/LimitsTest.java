package bambusa.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class LimitsTest {

  private static final long SMALL_HEAP = 256L << 20;

  @Test
  void whatTakesMemoryFollowsTheHeap() {
    Limits small = new Limits(Map.of(), SMALL_HEAP);

    assertThat(small.of(Limit.WAITING)).isEqualTo(SMALL_HEAP / 100_000);
    assertThat(small.of(Limit.UNREAD_BYTES)).isEqualTo(SMALL_HEAP / 4);
    assertThat(small.source(Limit.WAITING))
        .isEqualTo("one for each 100000 bytes of the heap of 268435456, at most 10000");
    assertThat(small.of(Limit.REQUESTS)).isEqualTo(Limit.REQUESTS.byDefault());
    assertThat(small.source(Limit.REQUESTS)).isEqualTo("default");
  }

  @Test
  void largeHeapAddsNothingToTheDefaults() {
    Limits large = new Limits(Map.of(), 64L << 30);

    for (Limit limit : Limit.values()) {
      assertThat(large.of(limit)).isEqualTo(limit.byDefault());
    }
  }

  @Test
  void tiniestHeapLeavesWhatARelayNeeds() {
    Limits tiny = new Limits(Map.of(), 1);

    for (Limit limit : Limit.values()) {
      assertThat(tiny.of(limit)).isGreaterThanOrEqualTo(limit.least());
    }
  }

  @Test
  void whatIsSetHoldsWhateverTheHeap() {
    Limits set = new Limits(Map.of(Limit.WAITING, 7_000L), SMALL_HEAP);

    assertThat(set.of(Limit.WAITING)).isEqualTo(7_000);
    assertThat(set.source(Limit.WAITING)).isEqualTo("set");
    assertThatThrownBy(() -> new Limits(Map.of(Limit.WAITING, 0L)))
        .hasMessage("waiting must be at least 1");
  }
}
