package bambusa.leecher.worker;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class EntryPartsTest {

  @Test
  void partsCoverEveryEntryWithoutGaps() throws MalformedException {
    for (JsonNode vector : Vectors.read("log_081.json").get("entries")) {
      String hex = vector.get("entry").asText();
      Entry entry = new EntryDecoder().decode(EncodedEntry.parse(hex));
      int end = 0;
      for (EntryParts.Part part : EntryParts.of(entry)) {
        assertThat(part.offset()).isEqualTo(end);
        end += part.length();
        if (part.name().equals("payloadHash")) {
          assertThat(hex.substring(2 * part.offset(), 2 * end))
              .isEqualTo(vector.get("operationHash").asText());
        }
      }
      assertThat(end).isEqualTo(hex.length() / 2);
    }
  }
}
