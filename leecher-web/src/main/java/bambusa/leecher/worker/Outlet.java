package bambusa.leecher.worker;

import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Tabs;
import bambusa.leecher.js.WorkerScope;
import org.jspecify.annotations.Nullable;

/** Where news goes: to the page, and to the pages of the tabs that follow. */
final class Outlet {

  private @Nullable Tabs tabs;

  /** Which tabs hear it from now on; null for none. */
  void to(@Nullable Tabs others) {
    tabs = others;
  }

  /** Whether this tab writes, and what it tells is true for all. */
  boolean leads() {
    Tabs others = tabs;
    return others == null || others.leads();
  }

  /** To this page and to those of all other tabs. */
  void post(PlainObject news) {
    WorkerScope.post(news.object());
    tell(news);
  }

  /** To the workers of the other tabs alone. */
  void tell(PlainObject news) {
    Tabs others = tabs;
    if (others != null) {
      others.tell(news.object());
    }
  }
}
