package bambusa.relay.bans;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.ingest.TestLog;
import bambusa.operation.DocumentId;
import org.junit.jupiter.api.Test;

final class BansTest {

  private final TestAuthor ada = TestAuthor.named("ada");
  private final Hash document = new TestLog(ada, 0).create("a").hash();

  @Test
  void changesNameWhatIsBannedAndWhatIsNotAnyMore() {
    Bans before = Bans.NONE.with(ada.publicKey());
    Bans after = Bans.NONE.with(new DocumentId(document));

    assertThat(after.changesSince(before))
        .containsExactly(
            "banned the document " + document,
            "the owner " + ada.publicKey() + " is banned no more");
    assertThat(after.changesSince(after)).isEmpty();
  }
}
