package bambusa.leecher.worker;

import org.teavm.jso.JSExport;

/** Entry point of a worker. */
public final class LeecherWorker {

  private LeecherWorker() {}

  /** Runs when the worker is loaded. */
  public static void main(String[] args) {}

  /** The version of the worker, which must equal that of the page. */
  @JSExport
  public static String version() {
    return "0.1.0";
  }
}
