package bambusa.sim;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.replication.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final int HISTORIES = 1_000;

  @Test
  void everyHistoryEndsInAgreementWhateverGoesWrong() {
    Tally tally = new Tally();
    Signatures signatures = new Signatures();
    List<String> failures = new ArrayList<>();
    for (long seed = 1; seed <= HISTORIES; seed++) {
      String replay = "./simulate --seed " + seed + " --histories 1 --trace";
      new History(seed, tally, signatures, false)
          .run()
          .ifPresent(wrong -> failures.add(replay + "\n" + wrong));
    }
    System.out.println(HISTORIES + " histories: " + tally);
    assertThat(failures).isEmpty();
    tally
        .faults()
        .forEach((fault, times) -> assertThat(times).as(fault + " happened").isPositive());
    for (SessionState state : SessionState.values()) {
      assertThat(tally.states().get(state)).as("sessions came to " + state).isPositive();
    }
  }
}
