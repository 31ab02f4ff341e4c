package bambusa.log;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SkiplinkTest {

  private static final JsonNode LIPMAA = Vectors.read("primitives.json").get("lipmaa");

  @Test
  void targetsAndPoolsOfTheTableHold() throws MalformedException {
    for (JsonNode row : LIPMAA.get("table")) {
      SeqNum seqNum = SeqNum.parse(row.get("seqNum").asText());
      checkLink(seqNum, row);
      assertThat(texts(CertificatePool.backPath(seqNum)))
          .isEqualTo(Vectors.strings(row.get("certPoolBack")));
      assertThat(texts(CertificatePool.forwardPath(seqNum)))
          .isEqualTo(Vectors.strings(row.get("certPoolForward")));
    }
  }

  @Test
  void targetsHoldUpToTheLargestSequenceNumber() throws MalformedException {
    for (JsonNode row : LIPMAA.get("large")) {
      checkLink(SeqNum.parse(row.get("seqNum").asText()), row);
    }
  }

  private static void checkLink(SeqNum seqNum, JsonNode row) {
    String target = row.get("skiplinkTarget").asText();
    assertThat(Long.toUnsignedString(Skiplink.target(seqNum.value())))
        .as("target of " + seqNum)
        .isEqualTo(target.equals("null") ? "0" : target);
    assertThat(Skiplink.isEncoded(seqNum))
        .as("link of " + seqNum)
        .isEqualTo(row.get("skiplinkEncoded").asBoolean());
  }

  @Test
  void theLargestTurningPointLeadsToTheOneBefore() {
    long c41 = Long.parseUnsignedLong("18236498188585393201");
    assertThat(Skiplink.target(c41)).isEqualTo(6_078_832_729_528_464_400L);
    assertThat(CertificatePool.forwardPath(new SeqNum(c41 + 1))).isEmpty();
  }

  @Test
  void poolProvesAnEntryAndNothingIsProvenWithoutIt() throws MalformedException {
    List<Entry> log = new ArrayList<>();
    EntryDecoder decoder = new EntryDecoder();
    for (JsonNode vector : Vectors.read("log_081.json").get("entries")) {
      log.add(decoder.decode(EncodedEntry.parse(vector.get("entry").asText())));
    }
    for (Entry entry : log) {
      List<Entry> pool = new ArrayList<>();
      for (SeqNum seqNum : CertificatePool.backPath(entry.seqNum())) {
        pool.add(log.get((int) seqNum.value() - 1));
      }
      assertThat(CertificatePool.fault(entry, pool)).isEmpty();
      if (!pool.isEmpty()) {
        pool.remove(pool.size() / 2);
        assertThat(CertificatePool.fault(entry, pool)).isNotEqualTo(Optional.empty());
      }
    }
  }

  private static List<String> texts(List<SeqNum> seqNums) {
    List<String> texts = new ArrayList<>();
    seqNums.forEach(seqNum -> texts.add(seqNum.toString()));
    return texts;
  }
}
