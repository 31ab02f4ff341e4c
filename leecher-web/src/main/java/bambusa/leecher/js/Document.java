package bambusa.leecher.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/** The document of the page. */
public final class Document {

  private Document() {}

  /**
   * The element of the page's own markup; it is there, or the page and this script do not belong
   * together.
   */
  public static Element byId(String id) {
    Element found = find(id);
    if (found == null) {
      throw new IllegalStateException("the page has no element #" + id);
    }
    return found;
  }

  @JSBody(params = "id", script = "return document.getElementById(id);")
  private static native @Nullable Element find(String id);

  @JSBody(params = "name", script = "return document.createElement(name);")
  public static native Element html(String name);

  @JSBody(
      params = "name",
      script = "return document.createElementNS('http://www.w3.org/2000/svg', name);")
  public static native Element svg(String name);

  @JSBody(params = "title", script = "document.title = title;")
  public static native void title(String title);

  @JSBody(params = "query", script = "return matchMedia(query).matches;")
  public static native boolean matches(String query);

  /** The part of the address behind the {@code #}, without it. */
  @JSBody(script = "return decodeURIComponent(location.hash.slice(1));")
  public static native String fragment();

  @JSBody(params = "changed", script = "addEventListener('hashchange', changed);")
  public static native void onFragmentChange(Listener changed);

  @JSBody(script = "location.reload();")
  public static native void reload();
}
