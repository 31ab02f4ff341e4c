package bambusa.ingest;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Ed25519;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.operation.EncodedOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes entries through the first two steps of ingest, signature by signature. */
public final class Verified {

  /** Judges one signature after the other: slow, and the plainest reading of the rule. */
  public static final SignatureJudge ONE_BY_ONE =
      entries -> {
        boolean[] verdicts = new boolean[entries.size()];
        for (int i = 0; i < verdicts.length; i++) {
          verdicts[i] = holds(entries.get(i));
        }
        return verdicts;
      };

  private Verified() {}

  private static boolean holds(EncodedEntry encoded) {
    byte[] bytes = encoded.bytes();
    int signed = bytes.length - Entry.SIGNATURE_SIZE;
    return Ed25519.verify(
        Arrays.copyOfRange(bytes, 1, 33),
        Arrays.copyOf(bytes, signed),
        Arrays.copyOfRange(bytes, signed, bytes.length));
  }

  /** What decoding says of a vector. */
  public static EntryDecoding.Outcome decode(String entryHex, String operationHex) {
    try {
      return new EntryDecoding()
          .decode(
              new EncodedEntryAndOperation(
                  EncodedEntry.parse(entryHex), EncodedOperation.parse(operationHex)));
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A vector that decodes and whose signature holds. */
  public static VerifiedEntry entry(String entryHex, String operationHex) {
    DecodedEntry decoded = ((EntryDecoding.Outcome.Decoded) decode(entryHex, operationHex)).entry();
    List<@Nullable VerifiedEntry> verified = new EntryVerifier(ONE_BY_ONE).verify(List.of(decoded));
    List<VerifiedEntry> entries = new ArrayList<>();
    for (VerifiedEntry entry : verified) {
      if (entry == null) {
        throw new IllegalArgumentException("invalid signature: " + entryHex);
      }
      entries.add(entry);
    }
    return entries.get(0);
  }
}
