package bambusa.operation;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Names a state of a document: the tips of its operation graph, at least one, ascending, each once
 * (p2panda.md 4.1).
 *
 * @param operationIds the tips
 */
public record DocumentViewId(List<Hash> operationIds) implements Comparable<DocumentViewId> {

  private static final char SEPARATOR = '_';

  /**
   * The state with these tips.
   *
   * @throws IllegalArgumentException when the ids are none or not strictly ascending
   */
  public DocumentViewId {
    operationIds = List.copyOf(operationIds);
    if (operationIds.isEmpty()) {
      throw new IllegalArgumentException("expected one or more operation ids");
    }
    if (!isAscending(operationIds)) {
      throw new IllegalArgumentException("expected sorted operation ids in document view id");
    }
  }

  /** The state after a single operation that has merged all before it. */
  public static DocumentViewId of(Hash operationId) {
    return new DocumentViewId(List.of(operationId));
  }

  /** Sorts the ids and drops duplicates; at least one is needed. */
  public static DocumentViewId ofTips(Collection<Hash> operationIds) {
    return new DocumentViewId(new ArrayList<>(new TreeSet<>(operationIds)));
  }

  /** Reads ids joined by underscores, ascending, in hex of either case. */
  public static DocumentViewId parse(String text) throws MalformedException {
    List<Hash> ids = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(SEPARATOR); end >= 0; end = text.indexOf(SEPARATOR, start)) {
      ids.add(Hash.parse(text.substring(start, end)));
      start = end + 1;
    }
    ids.add(Hash.parse(text.substring(start)));
    if (!isAscending(ids)) {
      throw new MalformedException("expected sorted operation ids in document view id");
    }
    return new DocumentViewId(ids);
  }

  /** Whether each id is greater than the one before it. */
  public static boolean isAscending(List<Hash> operationIds) {
    for (int i = 1; i < operationIds.size(); i++) {
      if (operationIds.get(i - 1).compareTo(operationIds.get(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** The hash of the concatenated ids. No API of p2panda uses it (p2panda.md 3.1). */
  public Hash hash() {
    byte[] joined = new byte[operationIds.size() * Hash.SIZE];
    for (int i = 0; i < operationIds.size(); i++) {
      operationIds.get(i).copyTo(joined, i * Hash.SIZE);
    }
    return Hash.of(joined);
  }

  /** The order of the text form. */
  @Override
  public int compareTo(DocumentViewId other) {
    int common = Math.min(operationIds.size(), other.operationIds.size());
    for (int i = 0; i < common; i++) {
      int order = operationIds.get(i).compareTo(other.operationIds.get(i));
      if (order != 0) {
        return order;
      }
    }
    return operationIds.size() - other.operationIds.size();
  }

  /** The ids joined by underscores. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Hash id : operationIds) {
      if (text.length() > 0) {
        text.append(SEPARATOR);
      }
      text.append(id);
    }
    return text.toString();
  }
}
