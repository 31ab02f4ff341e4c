package bambusa.relay.storage;

import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import bambusa.operation.SchemaId;
import bambusa.relay.bans.Bans;
import bambusa.replication.TargetSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A target set and what is shared, in the words of one state of the store: of which schemas, owners
 * and documents rows are looked for, by their keys. Names that nothing is stored of are left out.
 * The keys are numbers of ours, so they may stand in SQL as they are.
 */
final class Selection {

  /** Rows that fit one of these are selected, unless they are banned. */
  private final List<Clause> clauses;

  private final Set<Long> bannedOwners;
  private final Set<Long> bannedDocuments;

  /** Null restricts nothing; never empty. */
  private record Clause(
      @Nullable Set<Long> schemas, @Nullable Set<Long> owners, @Nullable Set<Long> documents) {

    boolean restrictsNothing() {
      return schemas == null && isOfSchemas();
    }

    boolean isOfSchemas() {
      return owners == null && documents == null;
    }
  }

  private Selection(List<Clause> clauses, Set<Long> bannedOwners, Set<Long> bannedDocuments) {
    this.clauses = clauses;
    this.bannedOwners = bannedOwners;
    this.bannedDocuments = bannedDocuments;
  }

  static Selection of(TargetSet target, SharedDocuments shared, Statements statements)
      throws SQLException {
    List<Clause> clauses = new ArrayList<>();
    for (TargetSet alternative : shared.alternatives()) {
      Optional<Clause> clause = clause(target, alternative, statements);
      clause.ifPresent(clauses::add);
    }
    Bans bans = shared.bans();
    return new Selection(
        List.copyOf(clauses),
        ownerKeys(bans.owners(), statements),
        documentKeys(bans.documents(), statements));
  }

  private static Optional<Clause> clause(TargetSet one, TargetSet other, Statements statements)
      throws SQLException {
    Set<SchemaId> schemaIds = both(one.schemaIds(), other.schemaIds());
    Set<PublicKey> owners = both(one.owners(), other.owners());
    Set<DocumentId> documentIds = both(one.documentIds(), other.documentIds());
    Set<Long> schemaKeys = null;
    if (schemaIds != null) {
      schemaKeys = new TreeSet<>();
      for (SchemaId schemaId : schemaIds) {
        add(schemaKeys, statements, SCHEMA, schemaId.toString());
      }
    }
    Set<Long> ownerKeys = owners == null ? null : ownerKeys(owners, statements);
    Set<Long> documentKeys = documentIds == null ? null : documentKeys(documentIds, statements);
    boolean selectsNothing = isEmpty(schemaKeys) || isEmpty(ownerKeys) || isEmpty(documentKeys);
    return selectsNothing
        ? Optional.empty()
        : Optional.of(new Clause(schemaKeys, ownerKeys, documentKeys));
  }

  private static Set<Long> ownerKeys(Set<PublicKey> owners, Statements statements)
      throws SQLException {
    Set<Long> keys = new TreeSet<>();
    for (PublicKey owner : owners) {
      add(keys, statements, OWNER, owner.bytes());
    }
    return keys;
  }

  private static Set<Long> documentKeys(Set<DocumentId> documentIds, Statements statements)
      throws SQLException {
    Set<Long> keys = new TreeSet<>();
    for (DocumentId documentId : documentIds) {
      add(keys, statements, DOCUMENT, Columns.ofHash(documentId.operationId()));
    }
    return keys;
  }

  private static final String SCHEMA = "SELECT schema_key FROM schemas WHERE schema_id = ?";
  private static final String OWNER = "SELECT author_key FROM authors WHERE public_key = ?";
  private static final String DOCUMENT = "SELECT document_key FROM documents WHERE document_id = ?";

  private static void add(Set<Long> keys, Statements statements, String sql, Object name)
      throws SQLException {
    statements.first(sql, row -> row.getLong(1), name).ifPresent(keys::add);
  }

  private static boolean isEmpty(@Nullable Set<Long> keys) {
    return keys != null && keys.isEmpty();
  }

  /** What is in both, where missing restricts nothing. */
  private static <T> @Nullable Set<T> both(Optional<Set<T>> one, Optional<Set<T>> other) {
    if (one.isEmpty()) {
      return other.orElse(null);
    }
    Set<T> both = new TreeSet<>(one.get());
    other.ifPresent(both::retainAll);
    return both;
  }

  boolean selectsNothing() {
    return clauses.isEmpty();
  }

  private boolean bansSomething() {
    return !bannedOwners.isEmpty() || !bannedDocuments.isEmpty();
  }

  boolean selectsEverything() {
    return !bansSomething() && restrictsNothing();
  }

  private boolean restrictsNothing() {
    return clauses.stream().anyMatch(Clause::restrictsNothing);
  }

  /** Whether nothing is selected by but bans. */
  boolean selectsAllButBanned() {
    return bansSomething() && restrictsNothing();
  }

  /** The schemas whose documents are selected, all of them; empty when more than schemas decide. */
  Optional<Set<Long>> schemas() {
    if (bansSomething()) {
      return Optional.empty();
    }
    Set<Long> schemas = new TreeSet<>();
    for (Clause clause : clauses) {
      if (!clause.isOfSchemas() || clause.schemas == null) {
        return Optional.empty();
      }
      schemas.addAll(clause.schemas);
    }
    return Optional.of(schemas);
  }

  /**
   * A condition on rows that have {@code schema_key}, {@code owner_key} and {@code document_key}.
   *
   * @param table alias of the table that has them
   */
  String condition(String table) {
    if (selectsEverything()) {
      return "1 = 1";
    }
    StringJoiner all = new StringJoiner(" AND ", "(", ")");
    // Null where only a fork of a log is known: nobody says yet whose document it would be.
    notIn(all, table + ".owner_key", bannedOwners);
    notIn(all, table + ".document_key", bannedDocuments);
    if (!restrictsNothing()) {
      all.add(anyOf(table));
    }
    return all.toString();
  }

  private static void notIn(StringJoiner all, String column, Set<Long> keys) {
    if (!keys.isEmpty()) {
      all.add("COALESCE(" + column + ", 0) NOT IN (" + list(keys) + ")");
    }
  }

  /** Logs of which nothing is selected because they are banned, as a query of their keys. */
  String bannedLogs() {
    StringJoiner anyOf = new StringJoiner(" OR ");
    if (!bannedOwners.isEmpty()) {
      anyOf.add("owner_key IN (" + list(bannedOwners) + ")");
    }
    if (!bannedDocuments.isEmpty()) {
      anyOf.add("document_key IN (" + list(bannedDocuments) + ")");
    }
    return "SELECT log_key FROM logs WHERE " + anyOf;
  }

  private String anyOf(String table) {
    StringJoiner anyOf = new StringJoiner(" OR ", "(", ")").setEmptyValue("1 = 0");
    for (Clause clause : clauses) {
      StringJoiner allOf = new StringJoiner(" AND ");
      in(allOf, table + ".schema_key", clause.schemas);
      in(allOf, table + ".owner_key", clause.owners);
      in(allOf, table + ".document_key", clause.documents);
      anyOf.add(allOf.toString());
    }
    return anyOf.toString();
  }

  private static void in(StringJoiner allOf, String column, @Nullable Set<Long> keys) {
    if (keys != null) {
      allOf.add(column + " IN (" + list(keys) + ")");
    }
  }

  static String list(Collection<Long> keys) {
    StringJoiner list = new StringJoiner(", ");
    keys.forEach(key -> list.add(key.toString()));
    return list.toString();
  }
}
