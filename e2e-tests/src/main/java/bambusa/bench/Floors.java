package bambusa.bench;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EncodedEntry;
import bambusa.relay.ingest.BatchSignatureJudge;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What ingest cannot be faster than (DESIGN.md, "Budgets"). */
final class Floors {

  /** One processor is left to the writer and to those who ask. */
  static final int VERIFIERS = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

  private Floors() {}

  /** Nanoseconds to verify the signatures of all pages, and nothing else. */
  static long verify(List<List<EncodedEntryAndOperation>> pages) {
    SecureRandom random = new SecureRandom();
    ExecutorService threads = Executors.newFixedThreadPool(VERIFIERS);
    long begun = System.nanoTime();
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 0; i < VERIFIERS; i++) {
      int first = i;
      BatchSignatureJudge judge = new BatchSignatureJudge(random::nextBytes);
      done.add(CompletableFuture.runAsync(() -> verify(pages, first, judge), threads));
    }
    done.forEach(CompletableFuture::join);
    long nanos = System.nanoTime() - begun;
    threads.shutdown();
    return nanos;
  }

  private static void verify(
      List<List<EncodedEntryAndOperation>> pages, int first, BatchSignatureJudge judge) {
    for (int page = first; page < pages.size(); page += VERIFIERS) {
      List<EncodedEntry> entries =
          pages.get(page).stream().map(EncodedEntryAndOperation::entry).toList();
      for (boolean verdict : judge.judge(entries)) {
        if (!verdict) {
          throw new IllegalStateException("expected a signature that holds");
        }
      }
    }
  }
}
