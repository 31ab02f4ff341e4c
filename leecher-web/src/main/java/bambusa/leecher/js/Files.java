package bambusa.leecher.js;

import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** Export files: {@code files.js}, which reads and writes their lines. */
public interface Files extends JSObject {

  /** A new file, to be written. */
  WrittenFile file();

  /** A file that somebody gave. */
  ReadFile read(JSObject blob);

  /** A file under construction. */
  interface WrittenFile extends JSObject {
    void add(String lines);

    /** The first line, which counts all others. */
    void header(String line);

    JSPromise<JSObject> blob(boolean gzip);
  }

  /** A file, read from its beginning to its end. */
  interface ReadFile extends JSObject {
    /** What to ingest next; null at the end. */
    JSPromise<JSObject> next();
  }
}
