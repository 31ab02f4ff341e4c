package bambusa.leecher.conformance;

import org.teavm.jso.JSExport;

/** Entry point in the browser: answers one line after the other, as {@link Conformance} does. */
public final class ConformanceMain {

  private static final Conformance CONFORMANCE = new Conformance();

  private ConformanceMain() {}

  /** Runs when the module is loaded. */
  public static void main(String[] args) {}

  /** The answer to one line. */
  @JSExport
  public static String answer(String line) {
    return CONFORMANCE.answer(line);
  }
}
