package bambusa.relay.peers;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.log.LogKey;
import bambusa.log.LogPosition;
import bambusa.log.SeqNum;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationDecoder;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.LogIndexes;
import bambusa.relay.storage.PeerCursors;
import bambusa.relay.storage.StorageException;
import bambusa.replication.LogBound;
import bambusa.replication.LogHeight;
import bambusa.replication.LogIndex;
import bambusa.replication.Replica;
import bambusa.replication.TargetSet;
import bambusa.replication.WantedSchemas;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The relay's own store as a session sees it: everything that is stored, whether shared or not. */
final class PeerReplica implements Replica {

  private final EntryReader store;
  private final PeerCursors cursors;
  private final IngestGate gate;
  private final TargetSet target;
  private final LogIndexes indexes;
  private final WantedSchemas schemas;

  PeerReplica(EntryReader store, PeerCursors cursors, IngestGate gate, TargetSet target) {
    this.store = store;
    this.cursors = cursors;
    this.gate = gate;
    this.target = target;
    // Its own, because a session compares over several round trips.
    this.indexes = new LogIndexes(store);
    this.schemas = new WantedSchemas(target);
  }

  @Override
  public String storeId() {
    return store.storeId().toString();
  }

  @Override
  public Optional<String> cursor(String peerStoreId) {
    return cursors.cursor(peerStoreId, target);
  }

  @Override
  public LogIndex logIndex() {
    return indexes.of(target);
  }

  @Override
  public long height(LogKey log) {
    return store.logState(log).height();
  }

  @Override
  public Optional<Hash> hash(LogKey log, long seqNum) {
    return store
        .entryAt(new LogPosition(log, new SeqNum(seqNum)))
        .map(stored -> Hash.of(stored.encoded().entry().bytes()));
  }

  @Override
  public long end(LogKey log) {
    return store.logState(log).end();
  }

  @Override
  public List<Hash> missing(int limit, Set<Hash> inVain) {
    Set<Hash> missing = new LinkedHashSet<>();
    add(store.belowForks(), missing, limit, inVain);
    add(schemas.missing(this::operation), missing, limit, inVain);
    add(gate.missing(limit + inVain.size()), missing, limit, inVain);
    return List.copyOf(missing);
  }

  private @Nullable Operation operation(Hash operationId) {
    EncodedOperation encoded =
        store.entryByHash(operationId).map(stored -> stored.encoded().operation()).orElse(null);
    try {
      return encoded == null ? null : OperationDecoder.decode(encoded);
    } catch (MalformedException e) {
      throw new StorageException("the store is damaged: operation " + operationId, e);
    }
  }

  private static void add(Collection<Hash> found, Set<Hash> missing, int limit, Set<Hash> inVain) {
    for (Hash hash : found) {
      if (missing.size() < limit && !inVain.contains(hash)) {
        missing.add(hash);
      }
    }
  }

  @Override
  public long evicted() {
    return gate.evicted();
  }

  @Override
  public Set<PublicKey> authors() {
    Set<PublicKey> authors = new TreeSet<>();
    for (LogHeight log : logIndex().heights(LogBound.LOWEST, null)) {
      authors.add(log.log().author());
    }
    return authors;
  }
}
