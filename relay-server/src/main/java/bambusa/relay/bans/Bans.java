package bambusa.relay.bans;

import bambusa.crypto.PublicKey;
import bambusa.ingest.DocumentFact;
import bambusa.operation.DocumentId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is banned: documents, and all documents of owners. Immutable.
 *
 * @param owners public keys of those who created the documents
 */
public record Bans(Set<PublicKey> owners, Set<DocumentId> documents) {

  public static final Bans NONE = new Bans(Set.of(), Set.of());

  public Bans {
    owners = Collections.unmodifiableSet(new TreeSet<>(owners));
    documents = Collections.unmodifiableSet(new TreeSet<>(documents));
  }

  /** What is banned now and was not, or the other way round, in words. */
  public List<String> changesSince(Bans before) {
    List<String> changes = new ArrayList<>();
    addNew(owners, before.owners, "banned the owner %s", changes);
    addNew(documents, before.documents, "banned the document %s", changes);
    addNew(before.owners, owners, "the owner %s is banned no more", changes);
    addNew(before.documents, documents, "the document %s is banned no more", changes);
    return changes;
  }

  private static void addNew(Set<?> now, Set<?> before, String words, List<String> changes) {
    for (Object banned : now) {
      if (!before.contains(banned)) {
        changes.add(words.formatted(banned));
      }
    }
  }

  /** Whether something is banned no more that was. */
  public boolean lifts(Bans before) {
    return !owners.containsAll(before.owners) || !documents.containsAll(before.documents);
  }

  public boolean isEmpty() {
    return owners.isEmpty() && documents.isEmpty();
  }

  /** Whether a document is banned, by itself or with its owner. */
  public boolean include(DocumentFact document) {
    return owners.contains(document.owner()) || documents.contains(document.documentId());
  }

  public Bans with(PublicKey owner) {
    Set<PublicKey> more = new TreeSet<>(owners);
    more.add(owner);
    return new Bans(more, documents);
  }

  public Bans with(DocumentId document) {
    Set<DocumentId> more = new TreeSet<>(documents);
    more.add(document);
    return new Bans(owners, more);
  }

  public Bans without(PublicKey owner) {
    Set<PublicKey> fewer = new TreeSet<>(owners);
    fewer.remove(owner);
    return new Bans(fewer, documents);
  }

  public Bans without(DocumentId document) {
    Set<DocumentId> fewer = new TreeSet<>(documents);
    fewer.remove(document);
    return new Bans(owners, fewer);
  }
}
