package bambusa.leecher.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** What the browser knows and keeps besides the document. */
public final class Browser {

  private Browser() {}

  /** Something to do later. */
  @JSFunctor
  public interface Task extends JSObject {
    void run();
  }

  /** Is told yes or no. */
  @JSFunctor
  public interface Answer extends JSObject {
    void is(boolean yes);
  }

  /** Scheme, host and port that served the page. */
  @JSBody(script = "return location.origin;")
  public static native String origin();

  /** A number in decimal. Java's own way takes ten kilobytes of tables. */
  @JSBody(params = "number", script = "return String(number);")
  public static native String text(double number);

  @JSBody(
      params = {"task", "millis"},
      script = "setTimeout(task, millis);")
  public static native void later(Task task, int millis);

  /** Hours and minutes of the reader's clock, with the date before them unless it is today. */
  public static String clock(double epochMillis) {
    return dateUnlessToday(epochMillis) + time(epochMillis).substring(0, 5);
  }

  @JSBody(
      params = "epochMillis",
      script =
          "var d = new Date(epochMillis);"
              + "return d.toDateString() === new Date().toDateString() ? '' :"
              + " d.toLocaleDateString('en', {day: 'numeric', month: 'short'}) + ' ';")
  private static native String dateUnlessToday(double epochMillis);

  /**
   * Hours, minutes and seconds of the reader's clock. By hand: the browser would load its tables of
   * languages for it, in the longest task that the page has.
   */
  @JSBody(
      params = "epochMillis",
      script =
          "var d = new Date(epochMillis);"
              + "return [d.getHours(), d.getMinutes(), d.getSeconds()].map("
              + "function(n) { return (n < 10 ? '0' : '') + n; }).join(':');")
  public static native String time(double epochMillis);

  /** Null if nothing was kept under this name, or the browser keeps nothing. */
  @JSBody(
      params = "name",
      script = "try { return localStorage.getItem(name); } catch (e) { return null; }")
  public static native @Nullable String kept(String name);

  /**
   * Keeps a text beyond this visit; false where the browser keeps nothing (private window, storage
   * switched off).
   */
  @JSBody(
      params = {"name", "text"},
      script = "try { localStorage.setItem(name, text); return true; } catch (e) { return false; }")
  public static native boolean keep(String name, String text);

  /** The address in its normal form, or null if it is none. */
  @JSBody(
      params = "address",
      script =
          "try { var u = new URL(address); return u.protocol === 'http:' || u.protocol === 'https:'"
              + " ? u.href : null; } catch (e) { return null; }")
  public static native @Nullable String url(String address);

  /**
   * Registers a service worker, which lets the page be loaded again when its server is gone.
   * Answers no where the browser has none: on a plain-http origin other than localhost, or in a
   * private window.
   */
  @JSBody(
      params = {"script", "answer"},
      script =
          "if (!navigator.serviceWorker) { answer(false); return; }"
              + "navigator.serviceWorker.register(script).then("
              + "function() { answer(true); }, function() { answer(false); });")
  public static native void registerServiceWorker(String script, Answer answer);

  /** Asks the browser not to evict what is stored when space is short. */
  @JSBody(
      params = "answer",
      script =
          "if (!navigator.storage || !navigator.storage.persist) { answer(false); return; }"
              + "navigator.storage.persist().then(answer, function() { answer(false); });")
  public static native void persistStorage(Answer answer);

  /** Whether the browser has promised not to evict. */
  @JSBody(
      params = "answer",
      script =
          "if (!navigator.storage || !navigator.storage.persisted) { answer(false); return; }"
              + "navigator.storage.persisted().then(answer, function() { answer(false); });")
  public static native void storageIsPersistent(Answer answer);

  /** A line for whoever looks into the browser's console. */
  @JSBody(params = "text", script = "console.warn(text);")
  public static native void note(String text);
}
