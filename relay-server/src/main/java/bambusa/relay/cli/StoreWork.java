package bambusa.relay.cli;

import bambusa.ingest.SignatureJudge;
import bambusa.relay.ingest.BatchSignatureJudge;
import bambusa.relay.storage.StorageException;
import bambusa.relay.storage.StoreAddress;
import bambusa.relay.storage.StoreCopy;

/** What commands share that work on a store without a relay. */
final class StoreWork {

  private StoreWork() {}

  /** Work that the store can refuse. */
  interface Work<T> {
    T run() throws Exception;
  }

  /** Turns what the store refuses into a line for people. */
  static <T> T on(StoreAddress store, Work<T> work) throws Exception {
    try {
      return work.run();
    } catch (StorageException e) {
      throw new CommandException(store + ": " + e.getMessage(), e);
    }
  }

  static SignatureJudge judge(Surroundings surroundings) {
    return new BatchSignatureJudge(surroundings.random()::nextBytes);
  }

  static int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  static StoreCopy.Verifying verifying(Surroundings surroundings) {
    return new StoreCopy.Verifying(() -> judge(surroundings), threads());
  }

  static StoreCopy.Progress progress(Surroundings surroundings) {
    ProgressLine line = new ProgressLine(surroundings);
    return new StoreCopy.Progress() {
      @Override
      public void copied(long entries, long expected) {
        line.say("copied", entries, expected);
      }

      @Override
      public void verified(long entries, long expected) {
        line.say("verified", entries, expected);
      }
    };
  }
}
