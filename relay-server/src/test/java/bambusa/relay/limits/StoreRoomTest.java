package bambusa.relay.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreRoomTest {

  private long used;
  private long free = 1_000;

  private final StoreRoom room =
      new StoreRoom(
          new Limits(Map.of(Limit.STORE_BYTES, 500L, Limit.STORE_FREE_BYTES, 100L)),
          new StoreRoom.Place() {
            @Override
            public long usedBytes() {
              return used;
            }

            @Override
            public long freeBytes() {
              return free;
            }
          });

  @Test
  void markIsNamedAndEndsByItself() {
    room.look();
    assertThat(room.shortage()).isEmpty();
    used = 500;
    room.look();
    assertThat(room.shortage().orElseThrow()).contains("500 bytes").contains("store-bytes");
    used = 499;
    free = 99;
    room.look();
    assertThat(room.shortage().orElseThrow()).contains("99 bytes").contains("store-free-bytes");
    free = 100;
    room.look();
    assertThat(room.shortage()).isEmpty();
  }

  @Test
  void whatFoundNoRoomIsComplainedOfUntilSomethingDoesOrThereIsMore() {
    room.look();
    room.exceeded();
    assertThat(room.shortage()).isEmpty();
    assertThat(room.complaint().orElseThrow()).contains("the store is full");
    room.written();
    assertThat(room.complaint()).isEmpty();
    room.exceeded();
    room.look();
    assertThat(room.complaint()).isPresent();
    free = 1 << 21;
    room.look();
    assertThat(room.complaint()).isEmpty();
  }
}
