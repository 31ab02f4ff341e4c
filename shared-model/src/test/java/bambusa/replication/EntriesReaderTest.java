package bambusa.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import bambusa.operation.EncodedOperation;
import bambusa.replication.EntriesReader.EntriesFromLogs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EntriesReaderTest {

  private final EntriesReader reader = new EntriesReader(2);

  @Test
  void onlyWhatWasFoundByHashIsGiven() throws MalformedException {
    Answer<List<EncodedEntryAndOperation>> answer =
        reader.readByHash(
            utf8("{\"data\":{\"e0\":null,\"e1\":{\"entry\":\"01\",\"operation\":\"02\"}}}"));

    assertThat(answer).isEqualTo(new Answer.Given<>(List.of(entry("01", "02"))));
  }

  @Test
  void entriesFromLogsSayWhetherTheyAreAll() throws MalformedException {
    Answer<EntriesFromLogs> answer =
        reader.readFromLogs(
            utf8(
                "{\"data\":{\"entriesFromLogs\":{\"complete\":true,"
                    + "\"entries\":[{\"operation\":\"04\",\"entry\":\"03\"}]}}}"));

    assertThat(answer)
        .isEqualTo(new Answer.Given<>(new EntriesFromLogs(List.of(entry("03", "04")), true)));
  }

  @Test
  void moreThanWasAskedForIsRefused() {
    String entry = "{\"entry\":\"01\"}";

    assertThatThrownBy(
            () ->
                reader.readByHash(
                    utf8(
                        "{\"data\":{\"a\":"
                            + entry
                            + ",\"b\":"
                            + entry
                            + ",\"c\":"
                            + entry
                            + "}}")))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("at most 2");
  }

  private static EncodedEntryAndOperation entry(String entry, String operation)
      throws MalformedException {
    return new EncodedEntryAndOperation(
        EncodedEntry.parse(entry), EncodedOperation.parse(operation));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
