package bambusa.relay.ingest;

import bambusa.crypto.BatchVerifier;
import bambusa.crypto.RandomBytes;
import bambusa.ingest.SignatureJudge;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import java.util.List;

/** Judges signatures in batches (DESIGN.md, "Cryptography"). Serves one thread. */
public final class BatchSignatureJudge implements SignatureJudge {

  /** Larger batches gain little and take more memory. */
  private static final int BATCH = 1_000;

  /** Field 2 of an entry, behind its tag (p2panda.md 1.2). */
  private static final int PUBLIC_KEY_OFFSET = 1;

  private final BatchVerifier verifier;

  /** Weights each signature with random bytes, which must be unpredictable. */
  public BatchSignatureJudge(RandomBytes random) {
    this.verifier = new BatchVerifier(random);
  }

  @Override
  public boolean[] judge(List<EncodedEntry> entries) {
    boolean[] verdicts = new boolean[entries.size()];
    for (int from = 0; from < verdicts.length; from += BATCH) {
      int until = Math.min(from + BATCH, verdicts.length);
      for (EncodedEntry entry : entries.subList(from, until)) {
        byte[] bytes = entry.bytes();
        int signed = bytes.length - Entry.SIGNATURE_SIZE;
        verifier.add(bytes, PUBLIC_KEY_OFFSET, bytes, 0, signed, bytes, signed);
      }
      System.arraycopy(verifier.verify(), 0, verdicts, from, until - from);
    }
    return verdicts;
  }
}
