package bambusa.relay.storage;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.ForkProof;
import java.io.IOException;
import java.util.List;

/** Takes what an export tells, in this order. */
public interface ExportSink {

  /** First, once: how much will come. */
  void begin(StoreId storeId, long entries, long forkProofs) throws IOException;

  /** Before all entries. */
  void forkProof(ForkProof proof) throws IOException;

  /** Entries that are ingested in one step, mostly one, in order of arrival. */
  void entries(List<EncodedEntryAndOperation> together) throws IOException;
}
