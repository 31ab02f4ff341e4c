package bambusa.sim;

import bambusa.crypto.BatchVerifier;
import bambusa.ingest.SignatureJudge;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges by the real batch verifier, each different entry once: many nodes of many histories meet
 * the same bytes.
 */
final class Signatures implements SignatureJudge {

  private static final int MAX_VERDICTS = 200_000;

  private final SecureRandom secureRandom = new SecureRandom();
  private final BatchVerifier verifier = new BatchVerifier(secureRandom::nextBytes);
  private final Map<EncodedEntry, Boolean> verdicts = new LinkedHashMap<>();

  @Override
  public boolean[] judge(List<EncodedEntry> entries) {
    List<EncodedEntry> unknown = new ArrayList<>();
    for (EncodedEntry entry : entries) {
      if (!verdicts.containsKey(entry)) {
        unknown.add(entry);
        add(entry.bytes());
      }
    }
    boolean[] judged = verifier.verify();
    if (verdicts.size() > MAX_VERDICTS) {
      verdicts.keySet().retainAll(new HashSet<>(entries));
    }
    for (int i = 0; i < judged.length; i++) {
      verdicts.put(unknown.get(i), judged[i]);
    }
    boolean[] answer = new boolean[entries.size()];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = Boolean.TRUE.equals(verdicts.get(entries.get(i)));
    }
    return answer;
  }

  private void add(byte[] bytes) {
    int signed = bytes.length - Entry.SIGNATURE_SIZE;
    verifier.add(
        Arrays.copyOfRange(bytes, 1, 33),
        Arrays.copyOf(bytes, signed),
        Arrays.copyOfRange(bytes, signed, bytes.length));
  }
}
