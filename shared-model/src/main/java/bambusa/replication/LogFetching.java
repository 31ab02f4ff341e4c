package bambusa.replication;

import bambusa.crypto.Hash;
import bambusa.ingest.DocumentChoice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches from one peer what it holds beyond us, and what that stands on: the states LOGS, MISSING
 * and HEADS. Logs in which missing entries stand come first.
 */
final class LogFetching {

  private static final int MAX_WINDOWS = 200;

  private final SessionSettings settings;
  private final WantedLogs wanted;
  private final MissingPast past;
  private final HeadChecks heads;
  private WantedLogs fetching;
  private AskedWindows windows = AskedWindows.NONE;
  private boolean complete;

  LogFetching(
      SessionSettings settings,
      Replica own,
      FetchClaims claims,
      Object session,
      RefusedLogs refused) {
    this.settings = settings;
    this.wanted = new WantedLogs(own, claims, session, refused);
    this.past = new MissingPast(own, new WantedLogs(own, claims, session, refused));
    this.heads = new HeadChecks(own);
    this.fetching = wanted;
  }

  WantedLogs wanted() {
    return wanted;
  }

  /** How many logs the peer holds more of and that are not fetched yet. */
  int wantedLogs() {
    return wanted.size();
  }

  /** How many entries there are in them beyond ours. */
  double wantedEntries() {
    return wanted.entries();
  }

  /** The peer tells of a log: it is fetched if it is longer than ours, else checked later. */
  void compare(LogHeight theirs, long nowMillis) {
    wanted.add(theirs);
    heads.add(theirs, nowMillis);
  }

  /** What there is to do before waiting; empty when nothing. */
  Optional<Turn> due(long nowMillis) {
    Optional<Turn> missing = dueMissing(nowMillis);
    if (missing.isPresent()) {
      return missing;
    }
    if (!wanted.isEmpty() && !wanted.claim(1, nowMillis).isEmpty()) {
      return Optional.of(new Turn.Enter(SessionState.LOGS, "more of a log can be fetched now"));
    }
    return heads.isDue(nowMillis)
        ? Optional.of(new Turn.Enter(SessionState.HEADS, "logs of equal height may be forked"))
        : Optional.empty();
  }

  /** Single entries that parked ones wait for. */
  Optional<Turn> dueMissing(long nowMillis) {
    return past.isAskable(nowMillis)
        ? Optional.of(new Turn.Enter(SessionState.MISSING, "entries wait for their past"))
        : Optional.empty();
  }

  /** What parked entries wait for goes before everything else: logs that are known, then others. */
  Optional<Turn> duePast(long nowMillis) {
    return past.logs().isEmpty()
        ? dueMissing(nowMillis)
        : Optional.of(new Turn.Enter(SessionState.LOGS, "logs that parked entries wait for"));
  }

  /** The next windows to ask for; null when all came, or is fetched by others. */
  @Nullable Question logs(long nowMillis) {
    List<FeedQuery.LogPart> parts = claim(past.logs(), nowMillis);
    if (parts.isEmpty()) {
      parts = claim(wanted, nowMillis);
    }
    windows = new AskedWindows(parts);
    return question(parts);
  }

  private List<FeedQuery.LogPart> claim(WantedLogs source, long nowMillis) {
    fetching = source;
    return source.claim(MAX_WINDOWS, nowMillis);
  }

  private @Nullable Question question(List<FeedQuery.LogPart> parts) {
    return parts.isEmpty() ? null : new Question.Logs(parts, settings.pageEntries());
  }

  /** What {@link #logs} will most likely ask once the last answer is stored; null if unknown. */
  @Nullable Question logsAhead(long nowMillis) {
    boolean known = complete && fetching.equals(wanted);
    return known ? question(wanted.claim(MAX_WINDOWS, nowMillis)) : null;
  }

  boolean isAwaitingOthers() {
    return past.logs().isAwaitingOthers() || wanted.isAwaitingOthers();
  }

  Turn logs(Reply.Logs reply) {
    Optional<String> unasked = windows.unasked(reply.entries());
    if (unasked.isPresent() || !reply.complete() && reply.entries().isEmpty()) {
      return new Turn.Offended(unasked.orElse("the answer is incomplete and empty"));
    }
    complete = reply.complete();
    fetching.answered(windows.parts(), complete);
    DocumentChoice asked =
        fetching.equals(wanted) ? settings.target() : new NeededDocuments(settings.target());
    return new Turn.Store(reply.entries(), List.of(), asked, null);
  }

  /** Null when what was missing has come from elsewhere. */
  @Nullable Question missing() {
    List<Hash> hashes = past.ask();
    return hashes.isEmpty() ? null : new Question.Entries(hashes);
  }

  Turn entries(Reply.Entries reply, long nowMillis) {
    Optional<String> unasked = Unasked.among(reply.entries(), entry -> past.wasAsked(entry.hash()));
    if (unasked.isPresent()) {
      return new Turn.Offended(unasked.get());
    }
    past.answered(reply.entries(), nowMillis);
    return new Turn.Store(reply.entries(), List.of(), new NeededDocuments(settings.target()), null);
  }

  Turn missingNotHeld(long nowMillis) {
    past.notHeld(nowMillis);
    String reason = "the peer does not hold all that is missing";
    return past.isAskable(nowMillis)
        ? new Turn.Enter(SessionState.MISSING, reason)
        : new Turn.GoOn(reason);
  }

  /** Null when the logs were forked meanwhile. */
  @Nullable Question heads(long nowMillis) {
    List<Hash> hashes = heads.ask(nowMillis);
    return hashes.isEmpty() ? null : new Question.Held(hashes);
  }

  Turn headsNotHeld() {
    heads.asked().forEach(wanted::addHead);
    return new Turn.Enter(SessionState.LOGS, "the peer holds other entries at equal heights");
  }

  /** What came is stored, or parked, or refused. */
  void stored() {
    fetching.stored(windows.parts(), windows.came());
    windows = AskedWindows.NONE;
  }

  void clear() {
    wanted.clear();
    past.clear();
    heads.clear();
  }
}
