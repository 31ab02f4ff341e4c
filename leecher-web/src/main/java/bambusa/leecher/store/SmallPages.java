package bambusa.leecher.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches for pages of few entries in a row, as they come when entries arrive one by one: they are
 * worth merging, since each is one more value to read at the start and one more segment to find.
 */
final class SmallPages {

  /** So many in a row are merged. */
  static final int RUN_LENGTH = 32;

  private static final int SMALL_ENTRIES = 64;

  private List<Page> run = new ArrayList<>();

  /**
   * One stored page.
   *
   * @param number its key
   * @param firstEntry number of its first entry
   * @param endEntry number of the entry behind its last one
   */
  record Page(int number, int firstEntry, int endEntry) {
    int entries() {
      return endEntry - firstEntry;
    }
  }

  void added(int number, int firstEntry, int endEntry) {
    Page page = new Page(number, firstEntry, endEntry);
    if (page.entries() >= SMALL_ENTRIES) {
      run = new ArrayList<>();
    } else if (run.size() < RUN_LENGTH) {
      run.add(page);
    } else {
      run.remove(0);
      run.add(page);
    }
  }

  /** Takes out pages to be merged, if there are enough; together they fit into one segment. */
  Optional<List<Page>> takeRun() {
    if (run.size() < RUN_LENGTH) {
      return Optional.empty();
    }
    List<Page> taken = new ArrayList<>();
    int entries = 0;
    for (Page page : run) {
      if (entries + page.entries() > Segment.MAX_ENTRIES) {
        break;
      }
      taken.add(page);
      entries += page.entries();
    }
    run = new ArrayList<>(run.subList(taken.size(), run.size()));
    return Optional.of(taken);
  }
}
