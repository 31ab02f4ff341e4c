package bambusa.leecher.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WordsTest {
  private static final String HASH = "0020" + "c4".repeat(32);
  private static final String OTHER_HASH = "0020" + "d5".repeat(32);

  @Test
  void digitsStandInGroupsOfThree() {
    assertThat(Figures.grouped(0)).isEqualTo("0");
    assertThat(Figures.grouped(999)).isEqualTo("999");
    assertThat(Figures.grouped(1_000)).isEqualTo("1,000");
    assertThat(Figures.grouped(12_345_678)).isEqualTo("12,345,678");
    assertThat(Figures.grouped(-123)).isEqualTo("-123");
  }

  @Test
  void bytesAreGivenInTheUnitThatFits() {
    assertThat(Figures.bytes(0)).isEqualTo("0 B");
    assertThat(Figures.bytes(999)).isEqualTo("999 B");
    assertThat(Figures.bytes(1_000)).isEqualTo("1.0 kB");
    assertThat(Figures.bytes(3_240_000)).isEqualTo("3.2 MB");
    assertThat(Figures.bytes(48_200_000)).isEqualTo("48 MB");
    assertThat(Figures.bytes(999_999)).isEqualTo("1.0 MB");
    assertThat(Figures.bytes(5e9)).isEqualTo("5.0 GB");
  }

  @Test
  void durationsAreRough() {
    assertThat(Figures.duration(8)).isEqualTo("8 s");
    assertThat(Figures.duration(240)).isEqualTo("4 min");
    assertThat(Figures.duration(7_300)).isEqualTo("2 h");
  }

  @Test
  void schemaIsShownByTheNameItsAuthorGaveIt() {
    assertThat(Names.schema("chat_" + HASH)).isEqualTo("chat");
    assertThat(Names.schema("my_venue_" + HASH + "_" + OTHER_HASH)).isEqualTo("my_venue");
    assertThat(Names.schema("schema_definition_v1")).isEqualTo("schema_definition_v1");
  }

  @Test
  void schemasOfOneNameAreToldApartByTheEndOfTheirId() {
    assertThat(Names.schemaSuffix("chat_" + HASH)).isEqualTo("c4c4c4c4");
    assertThat(Names.schemaSuffix("schema_definition_v1")).isEmpty();
  }

  @Test
  void reasonsThatAreNamesOfConstantsBecomeWords() {
    assertThat(EntryWords.reason("WRONG_BACKLINK")).isEqualTo("Wrong backlink");
    assertThat(EntryWords.reason("signature invalid")).isEqualTo("signature invalid");
  }

  @Test
  void fieldsAndClaimsThatAreNotKnownAreShownAsTheyAreNamed() {
    assertThat(EntryWords.field("payloadHash")).isEqualTo("Payload hash");
    assertThat(EntryWords.field("colour")).isEqualTo("colour");
    assertThat(EntryWords.claim("backlink")).isEqualTo("Follows the entry before it");
    assertThat(EntryWords.claim("weather")).isEqualTo("weather");
  }

  @Test
  void valueOfAFieldIsFoundByItsPlaceInTheEntry() {
    String[] values = {"0", "8d65", "3", "17", "s", "b", "94", "h", "sig"};

    assertThat(EntryWords.value("tag", values)).isEqualTo("0");
    assertThat(EntryWords.value("backlink", values)).isEqualTo("b");
    assertThat(EntryWords.value("signature", values)).isEqualTo("sig");
    assertThat(EntryWords.value("colour", values)).isEmpty();
  }

  @Test
  void authorHasOneOfEightColours() {
    for (String key : new String[] {"", "8d", "8d65f0a63b11af88", "ffffffffffff"}) {
      assertThat(Names.hue(key)).isBetween(0, 7);
    }
  }

  @Test
  void bareOriginGetsThePathThatRelaysAnswerAt() {
    assertThat(RelayAddress.endpoint("http://localhost:2020"))
        .isEqualTo("http://localhost:2020/graphql");
    assertThat(RelayAddress.endpoint("http://localhost:2020/"))
        .isEqualTo("http://localhost:2020/graphql");
    assertThat(RelayAddress.endpoint("https://example.org/relay/graphql"))
        .isEqualTo("https://example.org/relay/graphql");
  }

  @Test
  void addressMayBeTypedWithoutScheme() {
    assertThat(RelayAddress.withScheme(" localhost:2020 ")).isEqualTo("http://localhost:2020");
    assertThat(RelayAddress.withScheme("https://example.org")).isEqualTo("https://example.org");
    assertThat(RelayAddress.display("http://one:2020/graphql https://two/graphql"))
        .isEqualTo("http://one:2020 https://two");
    assertThat(RelayAddress.words(" one  two ")).containsExactly("one", "two");
    assertThat(RelayAddress.display("http://localhost:2020/graphql"))
        .isEqualTo("http://localhost:2020");
  }
}
