package bambusa.leecher.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import bambusa.operation.EncodedOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SegmentTest {

  private final Random random = new Random(1);

  @Test
  void entriesAreReadBackByTheirPlace() throws MalformedException {
    for (int count : new int[] {1, 2, 255, 256}) {
      List<EncodedEntryAndOperation> entries = entries(count);
      Segment segment = Segment.decode(Segment.encode(entries));

      assertThat(segment.count()).isEqualTo(count);
      for (int i = 0; i < count; i++) {
        assertThat(segment.entry(i)).isEqualTo(entries.get(i));
      }
    }
  }

  @Test
  void damagedSegmentIsMalformedOrReadable() throws MalformedException {
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = Segment.encode(entries(1 + random.nextInt(4)));
      bytes[random.nextInt(Math.min(bytes.length, 30))] = (byte) random.nextInt(256);
      try {
        Segment segment = Segment.decode(bytes);
        for (int j = 0; j < segment.count(); j++) {
          assertThat(segment.entry(j).operation()).isNotNull();
        }
      } catch (MalformedException e) {
        assertThat(e).hasMessageContaining("expected");
      }
    }
  }

  @Test
  void entryBehindTheLastIsMalformed() throws MalformedException {
    Segment segment = Segment.decode(Segment.encode(entries(1)));
    assertThatThrownBy(() -> segment.entry(1)).isInstanceOf(MalformedException.class);
  }

  private List<EncodedEntryAndOperation> entries(int count) {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] entry = new byte[random.nextInt(EncodedEntry.MAX_SIZE)];
      byte[] operation = new byte[random.nextInt(1_000)];
      random.nextBytes(entry);
      random.nextBytes(operation);
      entries.add(
          new EncodedEntryAndOperation(new EncodedEntry(entry), new EncodedOperation(operation)));
    }
    return entries;
  }
}
