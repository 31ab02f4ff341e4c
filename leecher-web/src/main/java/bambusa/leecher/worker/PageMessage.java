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

  @JSProperty("relays")
  JSArrayReader<JSString> relays();

  @JSProperty("database")
  String database();

  @JSProperty("schemaIds")
  @Nullable JSArrayReader<JSString> schemaIds();

  @JSProperty("owners")
  @Nullable JSArrayReader<JSString> owners();

  @JSProperty("documentIds")
  @Nullable JSArrayReader<JSString> documentIds();

  @JSProperty("schemaId")
  String schemaId();

  /** What is asked about documents, as {@code documents.js} reads it. */
  @JSProperty("question")
  JSObject question();

  /** Whether documents must reflect all that is stored. */
  @JSProperty("complete")
  boolean complete();

  /** Of a document. */
  @JSProperty("id")
  String id();

  @JSProperty("viewId")
  @Nullable String viewId();

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

  /** An export file, or none. */
  @JSProperty("file")
  JSObject file();

  @JSProperty("gzip")
  boolean gzip();

  /** Signatures to verify, sent by another worker. */
  @JSProperty("batch")
  JSObject batch();
}
