package bambusa.ingest;

import bambusa.crypto.Hash;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A fork to be recorded (replication.md 7): the log's height drops below {@code proof.seqNum()}.
 *
 * @param proof replaces an older proof of the same log
 * @param standings operations of the log's document whose standing changes, with the new one
 */
public record Fork(ForkProof proof, Map<Hash, Standing> standings) {

  public Fork {
    standings = Collections.unmodifiableMap(new LinkedHashMap<>(standings));
  }
}
