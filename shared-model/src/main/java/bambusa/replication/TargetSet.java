package bambusa.replication;

import bambusa.crypto.PublicKey;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.DocumentFact;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The documents a node chooses to receive (replication.md 1). A missing member restricts nothing;
 * an empty one matches nothing; members are combined with AND. It selects whole logs, since every
 * log holds one document.
 */
public final class TargetSet implements DocumentChoice {

  /** Asks for everything a node shares. */
  public static final TargetSet EVERYTHING = new TargetSet(null, null, null);

  private final @Nullable Set<SchemaId> schemaIds;
  private final @Nullable Set<PublicKey> owners;
  private final @Nullable Set<DocumentId> documentIds;

  /** Null members restrict nothing. */
  public TargetSet(
      @Nullable Collection<SchemaId> schemaIds,
      @Nullable Collection<PublicKey> owners,
      @Nullable Collection<DocumentId> documentIds) {
    this.schemaIds = sorted(schemaIds);
    this.owners = sorted(owners);
    this.documentIds = sorted(documentIds);
  }

  /** Documents of these schemas, by any owner. */
  public static TargetSet ofSchemas(Collection<SchemaId> schemaIds) {
    return new TargetSet(schemaIds, null, null);
  }

  /** Ascending. */
  public Optional<Set<SchemaId>> schemaIds() {
    return Optional.ofNullable(schemaIds);
  }

  /** Ascending. */
  public Optional<Set<PublicKey>> owners() {
    return Optional.ofNullable(owners);
  }

  /** Ascending. */
  public Optional<Set<DocumentId>> documentIds() {
    return Optional.ofNullable(documentIds);
  }

  @Override
  public boolean includes(DocumentFact document) {
    return (schemaIds == null || schemaIds.contains(document.schemaId()))
        && (owners == null || owners.contains(document.owner()))
        && (documentIds == null || documentIds.contains(document.documentId()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TargetSet target && toString().equals(target.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** All members in order: the same text for the same target set, on every machine. */
  @Override
  public String toString() {
    return "schemas "
        + text(schemaIds, SchemaId::toString)
        + ", owners "
        + text(owners, PublicKey::toString)
        + ", documents "
        + text(documentIds, DocumentId::toString);
  }

  // Not the set's own toString: it would bring that of every class into the browser.
  private static <T> String text(@Nullable Set<T> member, Function<T, String> text) {
    if (member == null) {
      return "any";
    }
    List<String> texts = new ArrayList<>();
    for (T id : member) {
      texts.add(text.apply(id));
    }
    return '[' + String.join(", ", texts) + ']';
  }

  private static <T extends Comparable<? super T>> @Nullable Set<T> sorted(
      @Nullable Collection<T> member) {
    return member == null ? null : Collections.unmodifiableSet(new TreeSet<>(member));
  }
}
