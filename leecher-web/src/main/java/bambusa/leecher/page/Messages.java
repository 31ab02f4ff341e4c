package bambusa.leecher.page;

import bambusa.leecher.js.PlainObject;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/**
 * What the worker posts, as {@link WorkerPort} describes it: views onto the JavaScript objects,
 * nothing is copied.
 */
final class Messages {

  private Messages() {}

  /** Any message, and the members that tell whose it is. */
  interface Message extends JSObject {
    @JSProperty("type")
    String type();

    @JSProperty("request")
    int request();

    @JSProperty("message")
    String message();
  }

  /** {@code status}. */
  interface StatusMessage extends JSObject {
    @JSProperty("state")
    String state();

    @JSProperty("since")
    double since();

    default @Nullable String reason() {
      return PlainObject.text(this, "reason");
    }

    @JSProperty("askedAgainAt")
    double askedAgainAt();

    @JSProperty("entries")
    int entries();

    @JSProperty("logs")
    int logs();

    @JSProperty("authors")
    int authors();

    @JSProperty("remaining")
    double remaining();

    @JSProperty("rate")
    double rate();

    @JSProperty("storageBytes")
    double storageBytes();
  }

  /** {@code schemas}. */
  interface SchemasMessage extends JSObject {
    @SuppressWarnings("unchecked")
    default @Nullable JSArrayReader<JSString> shared() {
      return (JSArrayReader<JSString>) PlainObject.member(this, "shared");
    }

    @SuppressWarnings("unchecked")
    default @Nullable JSArrayReader<JSString> held() {
      return (JSArrayReader<JSString>) PlainObject.member(this, "held");
    }
  }

  /** Names an entry; members that the worker does not know are null. */
  interface EntryKey extends JSObject {
    default @Nullable String author() {
      return PlainObject.text(this, "author");
    }

    default @Nullable String logId() {
      return PlainObject.text(this, "logId");
    }

    default @Nullable String seqNum() {
      return PlainObject.text(this, "seqNum");
    }

    default @Nullable String hash() {
      return PlainObject.text(this, "hash");
    }
  }

  /** {@code arrived}. */
  interface ArrivedMessage extends JSObject {
    @JSProperty("entries")
    JSArrayReader<Arrival> entries();
  }

  /** One of {@code arrived}. */
  interface Arrival extends EntryKey {
    @JSProperty("schemaId")
    String schemaId();

    @JSProperty("action")
    String action();
  }

  /** {@code refused}. */
  interface Refusal extends EntryKey {
    @JSProperty("reason")
    String reason();

    default @Nullable String detail() {
      return PlainObject.text(this, "detail");
    }

    @JSProperty("at")
    double at();
  }

  /** Answer to {@code logs}. */
  interface LogsAnswer extends JSObject {
    @JSProperty("total")
    int total();

    @JSProperty("logs")
    JSArrayReader<LogSummary> logs();
  }

  /** One of {@code logs}. */
  interface LogSummary extends JSObject {
    @JSProperty("author")
    String author();

    @JSProperty("logId")
    String logId();

    @JSProperty("height")
    String height();

    default @Nullable String schemaId() {
      return PlainObject.text(this, "schemaId");
    }

    default @Nullable String documentId() {
      return PlainObject.text(this, "documentId");
    }

    @JSProperty("ended")
    boolean ended();
  }

  /** Answer to {@code log}. */
  interface LogAnswer extends JSObject {
    @JSProperty("height")
    String height();

    @JSProperty("ended")
    boolean ended();

    default @Nullable String schemaId() {
      return PlainObject.text(this, "schemaId");
    }

    default @Nullable String documentId() {
      return PlainObject.text(this, "documentId");
    }

    @JSProperty("entries")
    JSArrayReader<LogEntry> entries();
  }

  /** One of the entries of {@code log}. */
  interface LogEntry extends JSObject {
    @JSProperty("seqNum")
    String seqNum();

    @JSProperty("hash")
    String hash();

    default @Nullable String backlinkSeqNum() {
      return PlainObject.text(this, "backlinkSeqNum");
    }

    default @Nullable String skiplinkSeqNum() {
      return PlainObject.text(this, "skiplinkSeqNum");
    }

    @JSProperty("action")
    String action();
  }

  /** Answer to {@code entry}. */
  interface EntryAnswer extends EntryKey {
    @JSProperty("found")
    boolean found();

    @JSProperty("entryHex")
    String entryHex();

    @JSProperty("operationHex")
    String operationHex();

    @JSProperty("tag")
    int tag();

    default @Nullable String backlink() {
      return PlainObject.text(this, "backlink");
    }

    default @Nullable String skiplink() {
      return PlainObject.text(this, "skiplink");
    }

    @JSProperty("payloadSize")
    int payloadSize();

    @JSProperty("payloadHash")
    String payloadHash();

    @JSProperty("signature")
    String signature();

    @JSProperty("parts")
    JSArrayReader<EntryPart> parts();

    default @Nullable OperationView operation() {
      return (OperationView) PlainObject.member(this, "operation");
    }

    @JSProperty("trust")
    JSArrayReader<Trust> trust();

    @JSProperty("certificatePool")
    JSArrayReader<JSString> certificatePool();
  }

  /** Where a field stands in the bytes of an entry. */
  interface EntryPart extends JSObject {
    @JSProperty("name")
    String name();

    @JSProperty("offset")
    int offset();

    @JSProperty("length")
    int length();
  }

  /** The decoded operation. */
  interface OperationView extends JSObject {
    @JSProperty("encoding")
    String encoding();

    @JSProperty("action")
    String action();

    @JSProperty("schemaId")
    String schemaId();

    @SuppressWarnings("unchecked")
    default @Nullable JSArrayReader<JSString> previous() {
      return (JSArrayReader<JSString>) PlainObject.member(this, "previous");
    }

    @SuppressWarnings("unchecked")
    default @Nullable JSArrayReader<OperationField> fields() {
      return (JSArrayReader<OperationField>) PlainObject.member(this, "fields");
    }
  }

  /** One field of an operation. */
  interface OperationField extends JSObject {
    @JSProperty("name")
    String name();

    @JSProperty("kind")
    String kind();

    @JSProperty("value")
    String value();
  }

  /** One reason to trust an entry, or not. */
  interface Trust extends JSObject {
    @JSProperty("claim")
    String claim();

    @JSProperty("holds")
    boolean holds();

    default @Nullable String by() {
      return PlainObject.text(this, "by");
    }
  }
}
