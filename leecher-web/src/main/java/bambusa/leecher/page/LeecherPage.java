package bambusa.leecher.page;

import org.teavm.jso.JSExport;

/** Entry point of the page side; its exports are the functions a page may call. */
public final class LeecherPage {

  private LeecherPage() {}

  /** Runs when the module is loaded; nothing starts before the page asks for it. */
  public static void main(String[] args) {}

  /** The version of the page side. */
  @JSExport
  public static String version() {
    return "0.1.0";
  }
}
