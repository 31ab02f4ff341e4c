package bambusa.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import bambusa.TestAuthor;
import bambusa.bytes.ByteWriter;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryFaultTest {

  private static final byte[] KEY = TestAuthor.named("a").publicKey().bytes();
  private static final byte[] HASH = Hash.of(new byte[] {1}).bytes();
  private static final byte[] SIGNATURE = new byte[64];
  private static final byte[] LONG_ZERO = {(byte) 0xf8, 0};

  private static ByteWriter upToSeqNum(int seqNum) {
    return new ByteWriter().octet(0).bytes(KEY).varU64(0).varU64(seqNum);
  }

  private static Map<EntryFault, ByteWriter> samples() {
    Map<EntryFault, ByteWriter> samples = new EnumMap<>(EntryFault.class);
    samples.put(EntryFault.EMPTY, new ByteWriter());
    samples.put(EntryFault.TAG, new ByteWriter().octet(2).bytes(KEY));
    samples.put(EntryFault.PUBLIC_KEY, new ByteWriter().octet(0).bytes(KEY, 0, 31));
    samples.put(EntryFault.LOG_ID, new ByteWriter().octet(0).bytes(KEY).bytes(LONG_ZERO));
    samples.put(
        EntryFault.SEQ_NUM, new ByteWriter().octet(0).bytes(KEY).varU64(0).bytes(LONG_ZERO));
    samples.put(EntryFault.SEQ_NUM_ZERO, upToSeqNum(0));
    samples.put(EntryFault.SKIPLINK, upToSeqNum(4).bytes(HASH, 0, 33));
    samples.put(EntryFault.BACKLINK, upToSeqNum(2).octet(1).bytes(HASH));
    samples.put(EntryFault.PAYLOAD_SIZE, upToSeqNum(1).bytes(LONG_ZERO));
    samples.put(
        EntryFault.PAYLOAD_HASH, upToSeqNum(1).varU64(1).octet(0).octet(0x21).bytes(new byte[32]));
    samples.put(
        EntryFault.SIGNATURE_SIZE, upToSeqNum(1).varU64(1).bytes(HASH).bytes(SIGNATURE, 0, 63));
    samples.put(
        EntryFault.TRAILING_BYTES, upToSeqNum(1).varU64(1).bytes(HASH).bytes(SIGNATURE).octet(0));
    samples.put(
        EntryFault.LINKS_IDENTICAL,
        upToSeqNum(4).bytes(HASH).bytes(HASH).varU64(1).bytes(HASH).bytes(SIGNATURE));
    return samples;
  }

  @Test
  void everyFaultIsFoundWhereItIs() {
    Map<EntryFault, ByteWriter> samples = samples();
    assertThat(samples).containsOnlyKeys(EntryFault.values());
    samples.forEach((fault, bytes) -> assertThat(faultOf(bytes.toBytes())).isEqualTo(fault));
  }

  private static EntryFault faultOf(byte[] bytes) {
    return catchThrowableOfType(
            MalformedEntryException.class, () -> new EntryDecoder().decode(new EncodedEntry(bytes)))
        .fault();
  }

  /**
   * Whatever comes, the decoder names a fault or gives an entry whose fields encode to the very
   * same bytes.
   */
  @Test
  void mutatedEntriesAreMalformedOrEncodeBackToTheSameBytes() {
    long seed = 20_220_701;
    Random random = new Random(seed);
    EntryDecoder decoder = new EntryDecoder();
    TestAuthor author = TestAuthor.named("fuzz");
    int decoded = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = mutated(author, random);
      try {
        Entry entry = decoder.decode(new EncodedEntry(bytes));
        assertThat(encodedAgain(entry)).as("seed " + seed + " round " + round).isEqualTo(bytes);
        decoded++;
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThat(decoded).as("mutations that still decode").isBetween(1_000, 19_000);
  }

  private static byte[] mutated(TestAuthor author, Random random) {
    SeqNum seqNum = new SeqNum(1 + random.nextInt(14));
    Hash skiplink = Skiplink.isEncoded(seqNum) ? Hash.of(new byte[] {1}) : null;
    Hash backlink = seqNum.isFirst() ? null : Hash.of(new byte[] {2});
    EntryEncoder.Place place =
        new EntryEncoder.Place(new LogId(random.nextInt(1000)), seqNum, skiplink, backlink);
    byte[] bytes =
        EntryEncoder.sign(author, place, new byte[random.nextInt(300)]).encoded().bytes();
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 20)) : bytes;
  }

  private static byte[] encodedAgain(Entry entry) {
    ByteWriter out = new ByteWriter().octet(entry.endOfLog() ? 1 : 0).bytes(entry.author().bytes());
    out.varU64(entry.logId().value()).varU64(entry.seqNum().value());
    entry.skiplink().ifPresent(link -> out.bytes(link.bytes()));
    entry.backlink().ifPresent(link -> out.bytes(link.bytes()));
    out.varU64(entry.payloadSize()).bytes(entry.payloadHash().bytes());
    return out.bytes(entry.signature()).toBytes();
  }
}
