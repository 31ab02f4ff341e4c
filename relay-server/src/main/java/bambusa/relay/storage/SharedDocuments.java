package bambusa.relay.storage;

import bambusa.crypto.PublicKey;
import bambusa.ingest.DocumentChoice;
import bambusa.ingest.DocumentFact;
import bambusa.operation.SchemaId;
import bambusa.relay.bans.Bans;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which documents a relay accepts and shares, by allow-lists of schemas and of owners, combined
 * with AND.
 *
 * <p>Unless only system schemas are allowed, the documents that define schemas are too, whoever
 * owns them: nobody can check an operation without the definition of its schema, and when the
 * definition of a field arrives nothing tells yet to which schema it will belong. So the choice
 * depends on nothing but the document, and nothing ever enters what is shared behind a cursor.
 *
 * <p>Bans take documents out of it, and can change at any time. What was banned and is no longer
 * does enter behind cursors: who has read past it gets it only by comparing heights.
 */
public final class SharedDocuments implements DocumentChoice {

  /** Restricts nothing. */
  public static final SharedDocuments EVERYTHING = new SharedDocuments(null, null);

  private static final Set<SchemaId> DEFINING =
      Set.of(SchemaId.SCHEMA_DEFINITION, SchemaId.SCHEMA_FIELD_DEFINITION);

  /** A document is shared if any of them includes it, and it is not banned. */
  private final List<TargetSet> alternatives;

  private volatile Bans bans = Bans.NONE;

  /** Null restricts nothing. */
  public SharedDocuments(
      @Nullable Collection<SchemaId> schemaIds, @Nullable Collection<PublicKey> owners) {
    List<TargetSet> alternatives = new ArrayList<>();
    alternatives.add(new TargetSet(schemaIds, owners, null));
    if (schemaIds == null ? owners != null : schemaIds.stream().anyMatch(id -> !id.isSystem())) {
      alternatives.add(TargetSet.ofSchemas(DEFINING));
    }
    this.alternatives = List.copyOf(alternatives);
  }

  List<TargetSet> alternatives() {
    return alternatives;
  }

  /** From now on exactly this is not shared, whatever else is. */
  public void ban(Bans banned) {
    if (this == EVERYTHING) {
      throw new IllegalStateException("everything is without bans");
    }
    bans = banned;
  }

  public Bans bans() {
    return bans;
  }

  @Override
  public boolean includes(DocumentFact document) {
    if (bans.include(document)) {
      return false;
    }
    for (TargetSet alternative : alternatives) {
      if (alternative.includes(document)) {
        return true;
      }
    }
    return false;
  }
}
