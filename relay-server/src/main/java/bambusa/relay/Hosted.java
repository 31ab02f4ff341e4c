package bambusa.relay;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.ingest.Decision;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.VerifiedEntry;
import bambusa.relay.bans.Bans;
import bambusa.relay.bans.BansFile;
import bambusa.relay.cli.CommandException;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.ingest.HostRules;
import bambusa.relay.ingest.Quotas;
import bambusa.relay.limits.Limit;
import bambusa.relay.limits.StoreRoom;
import bambusa.relay.logging.RelayLog;
import bambusa.relay.meters.RelayMeters;
import bambusa.relay.policy.PolicyException;
import bambusa.relay.policy.PolicyProgram;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.StoreFullException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the host of a relay wants, looked at once a second: the bans in the file beside the store,
 * the room on its disk, quotas and the policy program.
 */
final class Hosted implements HostRules, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Hosted.class);

  private static final long LOOK_SECONDS = 1;

  /** So many bans are named when they change. */
  private static final int NAMED = 20;

  private final SharedDocuments shared;
  private final Quotas quotas;
  private final StoreRoom room;
  private final BansFile file;
  private final @Nullable PolicyProgram policy;
  private final RelayLog log;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> Relay.daemon(task, "host"));
  private final ScheduledFuture<?> looking;
  private String complaint = "";

  /**
   * Looks at everything once before it returns.
   *
   * @param shared is told what is banned
   * @param store everything that is stored, whether shared or not
   */
  Hosted(
      RelaySettings settings,
      SharedDocuments shared,
      EntryReader store,
      StoreRoom.Place place,
      RelayMeters meters)
      throws CommandException {
    RelaySettings.Hosting wanted = settings.hosting();
    this.shared = shared;
    this.quotas = new Quotas(wanted.limits(), store);
    this.room = new StoreRoom(wanted.limits(), place);
    this.file = new BansFile(settings.dataDirectory());
    shared.ban(bansAtStart(file));
    this.policy = policy(wanted, meters.nanoTime());
    this.log =
        RelayLog.bound(wanted.limits().of(Limit.LOG_LINES), meters.nanoTime(), meters.logs());
    look();
    this.looking =
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Nothing that is banned is shared, not even for as long as it takes to mend the file. */
  private static Bans bansAtStart(BansFile file) throws CommandException {
    try {
      Bans bans = file.read();
      if (!bans.isEmpty()) {
        tellCount(bans);
      }
      return bans;
    } catch (IOException | MalformedException e) {
      throw new CommandException("cannot read the bans: " + e.getMessage(), e);
    }
  }

  private static void tellCount(Bans bans) {
    LOG.info("banned: {} owners and {} documents", bans.owners().size(), bans.documents().size());
  }

  private static @Nullable PolicyProgram policy(RelaySettings.Hosting wanted, LongSupplier nanoTime)
      throws CommandException {
    if (wanted.policy().isEmpty()) {
      return null;
    }
    try {
      return PolicyProgram.start(
          wanted.policy().get(), wanted.limits().of(Limit.POLICY_MILLIS), nanoTime);
    } catch (PolicyException e) {
      throw new CommandException(e.getMessage() + "; look at --policy", e);
    }
  }

  // Here a turn of the timer begins, so here everything is caught.
  private void look() {
    try {
      readBans();
      lookAtRoom();
      if (policy != null) {
        policy.look();
      }
      log.tellLeftOut();
    } catch (RuntimeException e) {
      LOG.error("looking after what the host wants", e);
    }
  }

  private void lookAtRoom() {
    Optional<String> before = room.shortage();
    room.look();
    Optional<String> now = room.shortage();
    if (now.isPresent() && before.isEmpty()) {
      LOG.warn("{}; nothing is taken in until there is room again", now.get());
    } else if (now.isEmpty() && before.isPresent()) {
      LOG.info("there is room in the store again");
    }
  }

  private void readBans() {
    try {
      Bans bans = file.read();
      if (!bans.equals(shared.bans())) {
        bans.changesSince(shared.bans()).stream()
            .limit(NAMED)
            .forEach(change -> LOG.info("{}", change));
        tellCount(bans);
        shared.ban(bans);
      }
      complaint = "";
    } catch (IOException | MalformedException e) {
      String mistake = String.valueOf(e.getMessage());
      // Once for each mistake, not once a second.
      if (!mistake.equals(complaint)) {
        LOG.warn("the bans stay as they were: {}", mistake);
      }
      complaint = mistake;
    }
  }

  StoreRoom room() {
    return room;
  }

  /** What a supervisor should know of, in words. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    room.complaint().ifPresent(complaints::add);
    if (policy != null) {
      policy.complaint().ifPresent(complaints::add);
    }
    return complaints;
  }

  @Override
  public Optional<String> shortage() {
    return room.shortage();
  }

  @Override
  public List<Optional<String>> judge(List<VerifiedEntry> creates) throws UnansweredException {
    if (policy == null) {
      return HostRules.super.judge(creates);
    }
    try {
      return policy.judge(creates);
    } catch (PolicyException e) {
      throw new UnansweredException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<String> refusal(PublicKey author) {
    return quotas.refusal(author);
  }

  @Override
  public Optional<String> refusal(DocumentFact document) {
    Bans bans = shared.bans();
    if (bans.owners().contains(document.owner())) {
      return Optional.of("the owner " + document.owner() + " is banned here");
    }
    if (bans.documents().contains(document.documentId())) {
      return Optional.of("the document " + document.documentId() + " is banned here");
    }
    return quotas.refusal(document);
  }

  @Override
  public void written(Decision decision) {
    quotas.written(decision);
  }

  @Override
  public void committed() {
    room.written();
  }

  @Override
  public void takenBack(RuntimeException cause) {
    quotas.forget();
    if (cause instanceof StoreFullException) {
      room.exceeded();
    }
  }

  @Override
  public void close() {
    looking.cancel(false);
    timer.shutdownNow();
    if (policy != null) {
      policy.close();
    }
    log.close();
  }
}
