package bambusa.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.TestAuthor;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.operation.SchemaId;
import bambusa.relay.storage.ReplicationCursor;
import bambusa.relay.storage.SqlStore;
import bambusa.replication.TargetSet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalSignalTest {

  private static final long LONG_MILLIS = 60_000;

  @TempDir Path directory;

  private final TestLog log = new TestLog(TestAuthor.named("author"), 0);
  private final VerifiedEntry create = log.create("a");
  private TestRelay relay;

  @BeforeEach
  void open() {
    relay = new TestRelay(SqlStore.open(directory, new SecureRandom()));
  }

  @AfterEach
  void close() {
    relay.close();
  }

  private ReplicationCursor at(long arrival) {
    return new ReplicationCursor(relay.reader().storeId(), arrival);
  }

  private CompletableFuture<Boolean> arrival(TargetSet target, long behind) {
    return relay.signal().arrival(target, at(behind), LONG_MILLIS);
  }

  @Test
  void wakesWhoWaitsForWhatArrivedAndNobodyElse() {
    CompletableFuture<Boolean> everything = arrival(TargetSet.EVERYTHING, 0);
    CompletableFuture<Boolean> fields =
        arrival(TargetSet.ofSchemas(List.of(SchemaId.SCHEMA_FIELD_DEFINITION)), 0);
    CompletableFuture<Boolean> blobs = arrival(TargetSet.ofSchemas(List.of(SchemaId.BLOB)), 0);
    relay.publish(create);
    assertThat(everything).isCompletedWithValue(true);
    assertThat(fields).isCompletedWithValue(true);
    assertThat(blobs).isNotDone();
    assertThat(relay.signal().waiting()).isEqualTo(1);
  }

  @Test
  void whatArrivedBetweenTheEmptyPageAndTheWaitingWakesAtOnce() {
    relay.publish(create);
    assertThat(arrival(TargetSet.EVERYTHING, 0)).isCompletedWithValue(true);
    assertThat(arrival(TargetSet.EVERYTHING, 1)).isNotDone();
  }

  @Test
  void waitingEndsWithTheTimeAndLeavesNothingBehind() {
    CompletableFuture<Boolean> arrival = relay.signal().arrival(TargetSet.EVERYTHING, at(0), 1);
    assertThat(arrival.join()).isFalse();
    assertThat(relay.signal().waiting()).isZero();
  }

  @Test
  void whoGivesUpLeavesNothingBehind() {
    CompletableFuture<Boolean> patient = arrival(TargetSet.EVERYTHING, 0);
    CompletableFuture<Boolean> impatient = arrival(TargetSet.EVERYTHING, 0);
    impatient.cancel(false);
    assertThat(relay.signal().waiting()).isEqualTo(1);
    relay.publish(create);
    assertThat(patient).isCompletedWithValue(true);
  }

  @Test
  void duplicatesWakeNobody() {
    relay.replicate(create);
    CompletableFuture<Boolean> arrival = arrival(TargetSet.EVERYTHING, 1);
    relay.replicate(create);
    assertThat(arrival).isNotDone();
  }

  @Test
  void forkWakesWhoWaitsForItsDocument() {
    TestLog branch = log.branchAfter(1);
    relay.replicate(create, log.update("b", create));
    CompletableFuture<Boolean> arrival =
        arrival(TargetSet.ofSchemas(List.of(SchemaId.SCHEMA_FIELD_DEFINITION)), 2);
    relay.replicate(branch.update("c", create));
    assertThat(arrival).isCompletedWithValue(true);
  }

  @Test
  void thousandsWaitAtOnce() {
    List<CompletableFuture<Boolean>> arrivals = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      arrivals.add(arrival(TargetSet.EVERYTHING, 0));
    }
    relay.publish(create);
    assertThat(arrivals).allSatisfy(arrival -> assertThat(arrival).isCompletedWithValue(true));
    assertThat(relay.signal().waiting()).isZero();
  }
}
