package bambusa.relay.ingest;

import bambusa.crypto.PublicKey;
import bambusa.ingest.AcceptedEntry;
import bambusa.ingest.Decision;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.VerifiedEntry;
import bambusa.operation.SchemaId;
import bambusa.relay.limits.Limit;
import bambusa.relay.limits.Limits;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How much is stored of each author, owner and schema, held against what may be. Counted from the
 * store at first, then along with what is written; a batch that is decided together may exceed a
 * quota, and what follows does not. Serves the writer's thread.
 */
public final class Quotas {

  /** Of each kind; the longest unused is counted again when it is needed. */
  private static final int REMEMBERED = 10_000;

  private final Limits limits;
  private final EntryReader store;
  private final Map<PublicKey, Usage> authors = new Recent<>();
  private final Map<PublicKey, Usage> owners = new Recent<>();
  private final Map<SchemaId, Usage> schemas = new Recent<>();

  private static final class Recent<K> extends LinkedHashMap<K, Usage> {

    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, Usage> eldest) {
      return size() > REMEMBERED;
    }
  }

  /**
   * Quotas on one store.
   *
   * @param store everything that is stored, whether shared or not
   */
  public Quotas(Limits limits, EntryReader store) {
    this.limits = limits;
    this.store = store;
  }

  private boolean isLimited(Limit entries, Limit bytes) {
    return limits.of(entries) > 0 || limits.of(bytes) > 0;
  }

  public Optional<String> refusal(PublicKey author) {
    return isLimited(Limit.AUTHOR_ENTRIES, Limit.AUTHOR_BYTES)
        ? reached(
            usage(authors, author, store::usageOfAuthor), Limit.AUTHOR_ENTRIES, Limit.AUTHOR_BYTES)
        : Optional.empty();
  }

  public Optional<String> refusal(DocumentFact document) {
    Optional<String> ofOwner =
        isLimited(Limit.OWNER_ENTRIES, Limit.OWNER_BYTES)
            ? reached(
                usage(owners, document.owner(), store::usageOfOwner),
                Limit.OWNER_ENTRIES,
                Limit.OWNER_BYTES)
            : Optional.empty();
    if (ofOwner.isPresent() || !isLimited(Limit.SCHEMA_ENTRIES, Limit.SCHEMA_BYTES)) {
      return ofOwner;
    }
    return reached(
        usage(schemas, document.schemaId(), store::usageOfSchema),
        Limit.SCHEMA_ENTRIES,
        Limit.SCHEMA_BYTES);
  }

  private static <K> Usage usage(Map<K, Usage> known, K of, Function<K, Usage> stored) {
    Usage usage = known.get(of);
    if (usage == null) {
      usage = stored.apply(of);
      known.put(of, usage);
    }
    return usage;
  }

  private Optional<String> reached(Usage usage, Limit entries, Limit bytes) {
    if (limits.isReached(entries, usage.entries())) {
      return Optional.of(told(entries));
    }
    return limits.isReached(bytes, usage.bytes()) ? Optional.of(told(bytes)) : Optional.empty();
  }

  private String told(Limit limit) {
    return limit.meaning()
        + " have reached the limit of "
        + limits.of(limit)
        + " ("
        + limit.key()
        + ")";
  }

  /** Counts what is being written. */
  public void written(Decision decision) {
    if (!decision.forks().isEmpty()) {
      // Entries leave logs.
      forget();
      return;
    }
    for (AcceptedEntry accepted : decision.accepted()) {
      Usage more = size(accepted.entry());
      authors.computeIfPresent(accepted.entry().entry().author(), (a, usage) -> usage.plus(more));
      owners.computeIfPresent(accepted.document().owner(), (o, usage) -> usage.plus(more));
      schemas.computeIfPresent(accepted.document().schemaId(), (s, usage) -> usage.plus(more));
    }
  }

  private static Usage size(VerifiedEntry entry) {
    return new Usage(
        1, (long) entry.entry().encoded().size() + entry.decoded().encodedOperation().size());
  }

  /** Nothing is known any more: what is stored is counted again. */
  public void forget() {
    authors.clear();
    owners.clear();
    schemas.clear();
  }
}
