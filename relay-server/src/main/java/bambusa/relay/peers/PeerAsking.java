package bambusa.relay.peers;

import bambusa.bytes.MalformedException;
import bambusa.relay.ingest.EncodedForkProof;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.ingest.PageAhead;
import bambusa.relay.ingest.PeerPage;
import bambusa.relay.ingest.PeerPageResult;
import bambusa.replication.FeedPage;
import bambusa.replication.Question;
import bambusa.replication.Reply;
import bambusa.replication.ReplyReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks one peer, also ahead of its session: while a page is stored, the next ones are fetched and
 * their signatures verified, so that neither relay waits for the other. Serves one thread.
 */
final class PeerAsking implements AutoCloseable {

  /** What a request may take besides the time it is held on purpose. */
  private static final long ANSWER_MILLIS = 30_000;

  private final PeerTransport transport;
  private final ReplyReader replies;
  private final IngestGate gate;
  private @Nullable AheadPages ahead;
  private @Nullable PageAhead verifying;

  PeerAsking(PeerTransport transport, ReplyReader replies, IngestGate gate) {
    this.transport = transport;
    this.replies = replies;
    this.gate = gate;
  }

  /** The answer, maybe one that was fetched ahead. */
  Reply ask(Question question) throws IOException, MalformedException, InterruptedException {
    forgetVerifying();
    Optional<AheadPages.Page> known = ahead == null ? Optional.empty() : ahead.take(question);
    if (known.isEmpty()) {
      forget();
      return fetch(question);
    }
    verifying = known.get().verifying();
    Reply reply = known.get().reply();
    if (reply == null) {
      throw new IOException(known.get().failure());
    }
    return reply;
  }

  private Reply fetch(Question question)
      throws IOException, MalformedException, InterruptedException {
    byte[] answer = transport.ask(question.body(), ANSWER_MILLIS + heldMillis(question));
    return replies.read(question, answer);
  }

  private static long heldMillis(Question question) {
    if (question instanceof Question.Feed feed) {
      return 1_000L * feed.waitSeconds();
    }
    return question instanceof Question.Heights heights ? 1_000L * heights.waitSeconds() : 0;
  }

  /** Begins to fetch what will likely be asked next. */
  void askAhead(Question question) {
    if (ahead == null || !ahead.leadsTo(question)) {
      forget();
      String name = Thread.currentThread().getName() + " ahead";
      ahead = new AheadPages(question, this::fetchAhead, name);
    }
  }

  private AheadPages.Page fetchAhead(Question question) throws InterruptedException {
    try {
      Reply reply = fetch(question);
      return new AheadPages.Page(question, reply, null, verifyAhead(reply).orElse(null));
    } catch (IOException | MalformedException e) {
      return new AheadPages.Page(question, null, String.valueOf(e.getMessage()), null);
    }
  }

  private Optional<PageAhead> verifyAhead(Reply reply) {
    if (reply instanceof Reply.Feed feed) {
      return gate.verifyAhead(feed.page().entries(), encoded(feed.page().forkProofs()));
    }
    return reply instanceof Reply.Logs logs
        ? gate.verifyAhead(logs.entries(), List.of())
        : Optional.empty();
  }

  static List<EncodedForkProof> encoded(List<FeedPage.EncodedForkProof> forkProofs) {
    List<EncodedForkProof> proofs = new ArrayList<>();
    for (FeedPage.EncodedForkProof proof : forkProofs) {
      proofs.add(new EncodedForkProof(proof.first(), proof.second()));
    }
    return proofs;
  }

  /** Hands a page to the gate. */
  CompletableFuture<PeerPageResult> ingest(PeerPage page) throws InterruptedException {
    PageAhead verified = verifying;
    verifying = null;
    return verified == null ? gate.replicate(page) : gate.replicate(page, verified);
  }

  private void forgetVerifying() {
    forget(verifying);
    verifying = null;
  }

  private void forget(@Nullable PageAhead page) {
    if (page != null) {
      gate.forget(page);
    }
  }

  private void forget() {
    forgetVerifying();
    if (ahead != null) {
      ahead.stop().forEach(page -> forget(page.verifying()));
    }
    ahead = null;
  }

  /** Gives up what was fetched ahead. */
  @Override
  public void close() {
    forget();
  }
}
