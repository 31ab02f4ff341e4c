package bambusa.relay.bans;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.crypto.Hash;
import bambusa.ingest.TestLog;
import bambusa.operation.DocumentId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BansTest {

  @TempDir Path directory;

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

  @Test
  void bansOfManyAtOnceAllStand() throws Exception {
    BansFile file = new BansFile(directory);
    List<TestAuthor> authors =
        IntStream.range(0, 40).mapToObj(i -> TestAuthor.named("author " + i)).toList();
    List<Callable<Boolean>> changes = new ArrayList<>();
    for (TestAuthor author : authors) {
      changes.add(() -> new BansFile(directory).change(bans -> bans.with(author.publicKey())));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<Boolean> change : threads.invokeAll(changes)) {
        assertThat(change.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(file.read().owners()).hasSize(authors.size());
    assertThat(file.change(bans -> bans.with(ada.publicKey()).without(ada.publicKey()))).isFalse();
  }
}
