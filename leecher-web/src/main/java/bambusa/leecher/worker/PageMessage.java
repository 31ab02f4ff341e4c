package bambusa.leecher.worker;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/** What the page sends; which members are there depends on the type. */
interface PageMessage extends JSObject {

  @JSProperty("type")
  String type();

  @JSProperty("request")
  int request();

  @JSProperty("relay")
  String relay();

  @JSProperty("database")
  String database();

  @JSProperty("schemaIds")
  @Nullable JSArrayReader<JSString> schemaIds();

  @JSProperty("offset")
  int offset();

  @JSProperty("limit")
  int limit();

  @JSProperty("author")
  String author();

  @JSProperty("logId")
  String logId();

  @JSProperty("seqNum")
  String seqNum();

  @JSProperty("from")
  String from();

  @JSProperty("to")
  String to();

  /** Signatures to verify, sent by another worker. */
  @JSProperty("batch")
  JSObject batch();
}
