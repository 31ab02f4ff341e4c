package bambusa.sim;

import bambusa.replication.FetchClaims;
import bambusa.replication.MemoryNode;
import bambusa.replication.Question;
import bambusa.replication.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node at its place in the network: answers others, holds their queries, crashes, comes back. */
final class Site {

  /** How a node takes part. */
  enum Role {
    RELAY,
    STANDARD_RELAY,
    LIAR,
    LEECHER
  }

  private final String name;
  private final Role role;
  private final MemoryNode node;
  private final VirtualTime time;
  private final List<Held> held = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private FetchClaims claims = new FetchClaims();
  private @Nullable Liar liar;
  private boolean up = true;
  private long generation;

  /** A query that waits for something to tell. */
  private record Held(String asker, Question question, Consumer<Reply> answer, long untilMillis) {}

  Site(String name, Role role, MemoryNode node, VirtualTime time) {
    this.name = name;
    this.role = role;
    this.node = node;
    this.time = time;
  }

  String name() {
    return name;
  }

  Role role() {
    return role;
  }

  MemoryNode node() {
    return node;
  }

  FetchClaims claims() {
    return claims;
  }

  boolean isUp() {
    return up;
  }

  List<Link> links() {
    return links;
  }

  void lieBy(Liar how) {
    liar = how;
  }

  /** Answers now, or when there is something to answer, or when the asker's patience is over. */
  void ask(String asker, Question question, Consumer<Reply> answer) {
    if (!up) {
      return;
    }
    long waitMillis = 1_000L * waitSeconds(question);
    Reply reply = reply(asker, question);
    if (waitMillis == 0 || !isEmpty(reply)) {
      answer.accept(reply);
      return;
    }
    Held query = new Held(asker, question, answer, time.nowMillis() + waitMillis);
    held.add(query);
    time.after(waitMillis, () -> giveUp(query));
  }

  private void giveUp(Held query) {
    if (held.remove(query)) {
      query.answer().accept(reply(query.asker(), query.question()));
    }
  }

  /** Answers held queries after the store changed. */
  void changed() {
    for (Held query : List.copyOf(held)) {
      Reply reply = reply(query.asker(), query.question());
      if (!isEmpty(reply) && held.remove(query)) {
        query.answer().accept(reply);
      }
    }
  }

  private Reply reply(String asker, Question question) {
    if (role == Role.STANDARD_RELAY && !isStandard(question)) {
      return new Reply.Errors(List.of("unknown field"));
    }
    Reply honest = node.answers().answer(question);
    return liar == null ? honest : liar.lie(asker, question, honest);
  }

  private static boolean isStandard(Question question) {
    return question instanceof Question.StandardLogs || question instanceof Question.Entries;
  }

  private static int waitSeconds(Question question) {
    if (question instanceof Question.Feed feed) {
      return feed.waitSeconds();
    }
    return question instanceof Question.Heights heights ? heights.waitSeconds() : 0;
  }

  private static boolean isEmpty(Reply reply) {
    if (reply instanceof Reply.Feed feed) {
      return feed.page().entries().isEmpty() && feed.page().forkProofs().isEmpty();
    }
    return reply instanceof Reply.Heights heights
        && heights.logs().isEmpty()
        && heights.forkProofs().isEmpty();
  }

  /** Goes down: whoever asked gets no answer. */
  void goDown() {
    up = false;
    generation++;
    held.clear();
    links.forEach(Link::stop);
  }

  /** Comes back with what its store has. */
  void comeUp() {
    up = true;
    claims = new FetchClaims();
    links.forEach(Link::start);
  }

  /** Changes with every restart. */
  long generation() {
    return generation;
  }
}
