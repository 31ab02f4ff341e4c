package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.ingest.Fork;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.PageWrite;
import bambusa.leecher.store.StorageException;
import bambusa.log.LogKey;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a session writes, one page after the other, and whom it is told to: the page, the documents,
 * and the gaps, which are the logs of this relay that are not whole here.
 */
final class SessionWrites {

  private final LeecherStore store;
  private final Documents documents;
  private final PageNews news;
  private final Runnable progress;

  private String gapsName = "";
  private Gaps gaps = new Gaps();
  private @Nullable PageWrite beingWritten;

  /**
   * Those of one session.
   *
   * @param progress is run whenever entries came
   */
  SessionWrites(OpenStore opened, PageNews news, Runnable progress) {
    this.store = opened.store();
    this.documents = opened.documents();
    this.news = news;
    this.progress = progress;
  }

  /** The gaps that earlier sessions left, under the name under which they are stored. */
  Gaps readGaps(String name) {
    gapsName = name;
    try {
      gaps = Gaps.parse(store.text(name));
    } catch (MalformedException e) {
      throw new StorageException("the list of gaps is damaged", e);
    }
    return gaps;
  }

  /** The logs of which nothing is missing any more are no gaps; stored with the next page. */
  void filled(Predicate<LogKey> whole) {
    List<LogKey> filled = gaps.logs();
    filled.removeIf(log -> !whole.test(log));
    gaps.removeAll(filled);
  }

  /** Begins to write what this session's own relay sent, and the gaps that it left. */
  void startWithGaps(Gate.Outcome outcome, PageWrite write) {
    outcome.parkedLogs.forEach(gaps::add);
    for (Refusal refusal : outcome.refusals) {
      if (refusal.position() != null) {
        gaps.add(refusal.position().log());
      }
    }
    if (gaps.takeChanged()) {
      write.text(gapsName, gaps.text());
    }
    start(outcome, write);
  }

  /** Begins to write, once what was begun before is stored: all that this stands on. */
  void start(Gate.Outcome outcome, PageWrite write) {
    if (news.refused(outcome.refusals)) {
      write.text(Refusals.STORED_AS, news.refusals().text());
    }
    awaitStored();
    write.start();
    beingWritten = write;
    report(outcome);
  }

  private void report(Gate.Outcome outcome) {
    if (!outcome.accepted.isEmpty()) {
      progress.run();
      news.status().stored(outcome.accepted.size());
      news.arrived(outcome.accepted, store.directory());
    }
    documents.decided(outcome.accepted, outcome.forks);
    for (Fork fork : outcome.forks) {
      news.forked(fork.proof());
    }
  }

  /** Waits until what was begun is stored. */
  void awaitStored() {
    PageWrite write = beingWritten;
    beingWritten = null;
    if (write != null) {
      write.awaitStored();
      news.stored();
    }
  }
}
