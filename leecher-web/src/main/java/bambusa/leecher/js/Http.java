package bambusa.leecher.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;

/** Requests to a relay. */
public final class Http {

  private Http() {}

  /** A request under way. */
  public interface Exchange extends JSObject {

    /** The answer; rejected if there is none, if it is too large, or if no progress is made. */
    @JSProperty("response")
    JSPromise<Response> getResponse();

    /** Ends it at once. */
    void abort();
  }

  /** An answer of any status. */
  public interface Response extends JSObject {
    @JSProperty("status")
    int getStatus();

    @JSProperty("body")
    JSObject getBody();
  }

  /**
   * Posts JSON.
   *
   * @param maxBytes the largest body that is read
   * @param firstMillis how long the relay may take to begin its answer
   * @param stallMillis how long it may pause within it
   */
  @JSBody(
      params = {"url", "json", "maxBytes", "firstMillis", "stallMillis"},
      script =
          "var control = new AbortController(), why = null, timer = 0;"
              + "function stop(reason) { why = why || reason; control.abort(); }"
              + "function watch(millis) { clearTimeout(timer);"
              + " timer = setTimeout(function() {"
              + "  stop('no progress for ' + Math.round(millis / 1000) + ' s'); }, millis); }"
              + "function read(reader, parts, size) { return reader.read().then(function(r) {"
              + " if (!r.done) { size += r.value.length; parts.push(r.value);"
              + "  if (size > maxBytes) { stop('more than ' + maxBytes + ' bytes');"
              + "   throw new Error(why); }"
              + "  watch(stallMillis); return read(reader, parts, size); }"
              + " var body = new Uint8Array(size), at = 0;"
              + " parts.forEach(function(p) { body.set(p, at); at += p.length; });"
              + " return body; }); }"
              + "watch(firstMillis);"
              + "var response = fetch(url, {method: 'POST', body: json, signal: control.signal,"
              + " headers: {'content-type': 'application/json', 'accept': 'application/json'},"
              + " credentials: 'omit', cache: 'no-store'}).then(function(r) {"
              + " watch(stallMillis);"
              + " return read(r.body.getReader(), [], 0).then(function(body) {"
              + "  return {status: r.status, body: body}; }); });"
              + "response = response.then(function(r) { clearTimeout(timer); return r; },"
              + " function(e) { clearTimeout(timer); throw new Error(why || 'no connection'); });"
              + "response.catch(function() {});"
              + "return {response: response, abort: function() { stop('closed'); }};")
  public static native Exchange post(
      String url, String json, int maxBytes, int firstMillis, int stallMillis);
}
