package bambusa.leecher.store;

import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.Standing;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The stored entries in an order in which they can be ingested again: each behind its backlink, the
 * operations it follows and the definition of its schema. Within a page they are stored log by log,
 * so their numbers alone are no such order.
 */
public final class StoredOrder {

  private final LeecherStore store;
  private final Directory directory;
  private final boolean[] given;
  private int next;

  public StoredOrder(LeecherStore store) {
    this.store = store;
    this.directory = store.directory();
    this.given = new boolean[directory.entryCount()];
  }

  /** Entries that must be ingested in one step; none at the end. */
  public List<EncodedEntryAndOperation> next() {
    List<EncodedEntryAndOperation> together = new ArrayList<>();
    while (next < given.length && together.isEmpty()) {
      if (!given[next]
          && !directory.entries().isDropped(next)
          && directory.entries().standing(next) == Standing.KEPT) {
        int first = firstNotGiven(next);
        giveForked(first, together);
        give(first, together);
      } else {
        next++;
      }
    }
    return together;
  }

  /** The entry, or the first kept one it stands on. */
  private int firstNotGiven(int entry) {
    int found = entry;
    while (true) {
      int before = keptBefore(found);
      if (before == EntryTable.NONE) {
        return found;
      }
      found = before;
    }
  }

  private int keptBefore(int entry) {
    Deque<Integer> open = new ArrayDeque<>(List.of(entry));
    while (!open.isEmpty()) {
      for (int before : standsOn(open.pop())) {
        if (given[before]) {
          continue;
        }
        if (directory.entries().standing(before) == Standing.KEPT) {
          return before;
        }
        open.push(before);
      }
    }
    return EntryTable.NONE;
  }

  /** Forked operations below an entry, each behind what it stands on. */
  private void giveForked(int entry, List<EncodedEntryAndOperation> together) {
    Deque<Integer> open = new ArrayDeque<>(List.of(entry));
    while (!open.isEmpty()) {
      int top = open.peek();
      int size = open.size();
      for (int before : standsOn(top)) {
        if (!given[before] && directory.entries().standing(before) == Standing.FORKED) {
          open.push(before);
        }
      }
      if (open.size() == size) {
        open.pop();
        if (top != entry && !given[top]) {
          give(top, together);
        }
      }
    }
  }

  private void give(int entry, List<EncodedEntryAndOperation> together) {
    given[entry] = true;
    together.add(store.reader().read(entry));
  }

  private List<Integer> standsOn(int entry) {
    List<Integer> found = new ArrayList<>();
    Operation operation = StoredFacts.decode(store.reader().read(entry));
    operation
        .previous()
        .map(DocumentViewId::operationIds)
        .ifPresent(previous -> addAll(previous, found));
    operation
        .schemaId()
        .definition()
        .map(DocumentViewId::operationIds)
        .ifPresent(definition -> addAll(definition, found));
    if (operation.schemaId().equals(SchemaId.SCHEMA_DEFINITION)) {
      for (PlainValue value : operation.fields().values()) {
        if (value instanceof PlainValue.HashLists views) {
          views.values().forEach(view -> addAll(view, found));
        }
      }
    }
    StoredLog log = directory.log(directory.entries().logNumber(entry));
    int before = log.before(entry);
    if (before != EntryTable.NONE) {
      found.add(before);
    }
    return found;
  }

  private void addAll(List<Hash> operationIds, List<Integer> found) {
    for (Hash id : operationIds) {
      int number = directory.entries().find(id);
      if (number != EntryTable.NONE) {
        found.add(number);
      }
    }
  }
}
