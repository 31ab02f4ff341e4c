package bambusa.relay.ingest;

import bambusa.TestAuthor;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What authors publish who do not ask before: documents made, changed and deleted by several
 * authors, in logs of their own or in the wrong ones, and now and then a log that is forked. Much
 * of it has to be refused, each for reasons that what came before has given.
 */
final class RandomPublishing {

  private static final int AUTHORS = 4;
  private static final int LOGS = 6;

  private final Random random;
  private final List<TestAuthor> authors = new ArrayList<>();
  private final Map<String, TestLog> logs = new HashMap<>();
  private final List<VerifiedEntry> published = new ArrayList<>();

  RandomPublishing(long seed) {
    this.random = new Random(seed);
    for (int i = 0; i < AUTHORS; i++) {
      authors.add(TestAuthor.named("author " + i));
    }
  }

  List<VerifiedEntry> entries(int count) {
    while (published.size() < count) {
      published.add(next());
    }
    return published;
  }

  private VerifiedEntry next() {
    int author = random.nextInt(AUTHORS);
    int logId = random.nextInt(LOGS);
    TestLog log =
        logs.computeIfAbsent(
            author + "/" + logId, added -> new TestLog(authors.get(author), logId));
    if (published.isEmpty() || log.entries().isEmpty() && random.nextBoolean()) {
      return log.create("made_" + published.size());
    }
    VerifiedEntry previous = published.get(random.nextInt(published.size()));
    return switch (random.nextInt(12)) {
      case 0 -> previous;
      case 1 -> log.delete(previous);
      case 2 -> log.branchAfter(log.entries().size() / 2).update("forked", previous);
      default ->
          log.entries().isEmpty() || random.nextInt(4) == 0
              ? log.update("changed_" + published.size(), previous)
              : log.update("own_" + published.size(), log.entries().get(0));
    };
  }
}
