package bambusa.sim;

import bambusa.replication.PullSession;
import bambusa.replication.Question;
import bambusa.replication.Reply;
import bambusa.replication.SessionSettings;
import bambusa.replication.SessionState;
import bambusa.replication.Step;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Drives one replication session: asks, waits, ingests, rests. */
final class Link implements PullSession.Observer {

  private static final long WATCHDOG_MILLIS = 5_000;
  private static final double DUPLICATED = 0.1;

  private final Site asker;
  private final Site peer;
  private final SessionSettings settings;
  private final History history;
  private final Random random;
  private @Nullable PullSession session;
  private long asked;
  private long answered;
  private long refused;

  Link(Site asker, Site peer, SessionSettings settings, History history) {
    this.asker = asker;
    this.peer = peer;
    this.settings = settings;
    this.history = history;
    this.random = history.random();
  }

  Site peer() {
    return peer;
  }

  /** How many entries and proofs of this peer had to be refused, apart from ended logs. */
  long refused() {
    return refused;
  }

  boolean isStarted() {
    return session != null;
  }

  void start() {
    session = new PullSession(settings, asker.node(), asker.claims(), random::nextDouble, this);
    step();
  }

  /** Whatever is under way comes to nothing. */
  void stop() {
    session = null;
    asked++;
  }

  @Override
  public void entered(SessionState state, String reason) {
    history.tally().entered(state);
    history.trace(() -> asker.name() + "←" + peer.name() + " " + state + ": " + reason);
  }

  private long now() {
    return history.time().nowMillis();
  }

  private void step() {
    PullSession current = session;
    if (current == null) {
      return;
    }
    Step step = current.next(now());
    if (step instanceof Step.Ask ask) {
      ask(current, ask.question());
    } else if (step instanceof Step.Store store) {
      history.time().after(1 + random.nextInt(20), () -> store(current, store.batch()));
    } else if (step instanceof Step.Rest rest && rest.untilMillis() != Long.MAX_VALUE) {
      history.time().after(rest.untilMillis() - now(), () -> stepOf(current));
    }
  }

  private void stepOf(PullSession current) {
    if (session == current) {
      step();
    }
  }

  private void ask(PullSession current, Question question) {
    asked++;
    long number = asked;
    history
        .network()
        .send(
            asker.name(),
            peer.name(),
            Fault.QUESTION_LOST,
            () -> peer.ask(asker.name(), question, reply -> answer(current, number, reply)));
    long held = question instanceof Question.Feed feed ? feed.waitSeconds() : heights(question);
    history.time().after(WATCHDOG_MILLIS + 1_000 * held, () -> watch(current, number));
  }

  private static long heights(Question question) {
    return question instanceof Question.Heights heights ? heights.waitSeconds() : 0;
  }

  private void answer(PullSession current, long number, Reply reply) {
    Runnable delivery = () -> arrive(current, number, reply);
    history.network().send(peer.name(), asker.name(), Fault.ANSWER_LOST, delivery);
    if (history.network().isTroubled() && random.nextDouble() < DUPLICATED) {
      history.network().send(peer.name(), asker.name(), Fault.ANSWER_LOST, delivery);
    }
  }

  private void arrive(PullSession current, long number, Reply reply) {
    if (session != current) {
      return;
    }
    // A transport correlates answers with questions; what is left over is dropped.
    if (number == answered) {
      history.tally().happened(Fault.ANSWER_DUPLICATED);
      return;
    }
    if (number != asked) {
      history.tally().happened(number < answered ? Fault.ANSWER_OVERTAKEN : Fault.ANSWER_TOO_LATE);
      return;
    }
    answered = number;
    current.answered(reply, now());
    step();
  }

  private void watch(PullSession current, long number) {
    if (session == current && number == asked && number != answered) {
      asked++;
      current.failed("no answer in time", now());
      step();
    }
  }

  private void store(PullSession current, Step.Batch batch) {
    if (session != current) {
      return;
    }
    Step.Outcome outcome = asker.node().ingest(batch);
    refused += outcome.refused();
    history.ingested(asker, batch);
    current.stored(outcome, now());
    asker.changed();
    step();
  }
}
