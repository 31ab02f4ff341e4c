package bambusa.relay.peers;

import bambusa.relay.ingest.PageAhead;
import bambusa.replication.Question;
import bambusa.replication.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers fetched before they are asked for, on a thread of its own: one, and where that is a page
 * of the feed, those behind it. Bounded: it waits while as many as there is room for are not taken.
 * Another single thread takes them, and stops it.
 */
final class AheadPages {

  private static final int MAX_WAITING = 4;
  private static final long LOOK_MILLIS = 100;

  private final Fetching fetching;
  private final BlockingQueue<Page> fetched = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread thread;
  private @Nullable Question expected;
  private volatile @Nullable Page untaken;

  /**
   * What came of a question.
   *
   * @param reply null when there is none
   * @param failure why there is none
   * @param verifying its entries, if they are being verified already
   */
  record Page(
      Question question,
      @Nullable Reply reply,
      @Nullable String failure,
      @Nullable PageAhead verifying) {

    /** The question for what is behind it; null when that is not known. */
    @Nullable Question following() {
      if (question instanceof Question.Feed asked
          && reply instanceof Reply.Feed feed
          && feed.page().hasNextPage()) {
        return new Question.Feed(feed.page().endCursor(), asked.target(), asked.first(), 0);
      }
      return null;
    }
  }

  /** Asks the peer; a failure is told by the page. */
  interface Fetching {
    Page fetch(Question question) throws InterruptedException;
  }

  /** Begins with a question. */
  AheadPages(Question first, Fetching fetching, String name) {
    this.fetching = fetching;
    this.expected = first;
    this.thread = new Thread(() -> fetchFrom(first), name);
    thread.setDaemon(true);
    thread.start();
  }

  private void fetchFrom(Question first) {
    try {
      Question next = first;
      while (next != null) {
        Page page = fetching.fetch(next);
        untaken = page;
        fetched.put(page);
        untaken = null;
        next = page.following();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The page for a question, waiting for it if it is under way; empty if another is. */
  Optional<Page> take(Question question) throws InterruptedException {
    if (!question.equals(expected)) {
      return Optional.empty();
    }
    Page page = fetched.poll();
    while (page == null && (thread.isAlive() || !fetched.isEmpty())) {
      page = fetched.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    expected = page == null ? null : page.following();
    return Optional.ofNullable(page);
  }

  /** Whether the next page is already fetched, or will be. */
  boolean leadsTo(Question question) {
    return question.equals(expected);
  }

  /** Stops fetching; what nobody took is returned. */
  List<Page> stop() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    List<Page> left = new ArrayList<>();
    fetched.drainTo(left);
    Optional.ofNullable(untaken).ifPresent(left::add);
    return left;
  }
}
