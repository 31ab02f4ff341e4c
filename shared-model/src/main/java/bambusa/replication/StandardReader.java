package bambusa.replication;

import bambusa.bytes.MalformedException;
import bambusa.ingest.EncodedEntryAndOperation;
import java.util.ArrayList;
import java.util.List;

/** Reads the answers of a peer with the standard API only (p2panda.md 5.1). */
final class StandardReader {

  private static final byte[] EDGES = JsonScanner.ascii("edges");
  private static final byte[] NODE = JsonScanner.ascii("node");
  private static final byte[] PAGE_INFO = JsonScanner.ascii("pageInfo");
  private static final byte[] HAS_NEXT_PAGE = JsonScanner.ascii("hasNextPage");

  private final int pageCount;
  private final int maxEntries;

  /** Refuses another number of pages, and pages of more entries. */
  StandardReader(int pageCount, int maxEntries) {
    this.pageCount = pageCount;
    this.maxEntries = maxEntries;
  }

  /** GraphQL answers fields in the order in which they were asked. */
  Reply pages(JsonScanner in) throws MalformedException {
    List<Reply.StandardPage> pages = new ArrayList<>();
    in.open('{');
    while (in.another('}')) {
      in.name();
      pages.add(page(in));
    }
    if (pages.size() != pageCount) {
      throw new MalformedException("expected " + pageCount + " pages, got " + pages.size());
    }
    return new Reply.StandardLogs(pages);
  }

  private Reply.StandardPage page(JsonScanner in) throws MalformedException {
    List<EncodedEntryAndOperation> entries = new ArrayList<>();
    boolean hasNextPage = false;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(EDGES)) {
        edges(in, entries);
      } else if (in.named(PAGE_INFO)) {
        hasNextPage = pageInfo(in);
      } else {
        in.skip();
      }
    }
    return new Reply.StandardPage(entries, hasNextPage);
  }

  private void edges(JsonScanner in, List<EncodedEntryAndOperation> entries)
      throws MalformedException {
    // The list is nullable in the standard API.
    if (in.nextIsNull()) {
      return;
    }
    in.open('[');
    while (in.another(']')) {
      if (entries.size() == maxEntries) {
        throw new MalformedException("expected at most " + maxEntries + " entries, got more");
      }
      in.open('{');
      while (in.another('}')) {
        in.name();
        if (in.named(NODE)) {
          entries.add(EntryScanner.entry(in));
        } else {
          in.skip();
        }
      }
    }
  }

  private static boolean pageInfo(JsonScanner in) throws MalformedException {
    boolean hasNextPage = false;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(HAS_NEXT_PAGE)) {
        hasNextPage = in.bool();
      } else {
        in.skip();
      }
    }
    return hasNextPage;
  }
}
