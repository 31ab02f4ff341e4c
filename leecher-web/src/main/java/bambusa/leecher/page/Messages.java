package bambusa.leecher.page;

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

    @JSProperty("reason")
    @Nullable String reason();

    @JSProperty("entries")
    int entries();

    @JSProperty("logs")
    int logs();

    @JSProperty("authors")
    int authors();

    @JSProperty("remaining")
    int remaining();

    @JSProperty("rate")
    double rate();

    @JSProperty("storageBytes")
    double storageBytes();
  }

  /** {@code schemas}. */
  interface SchemasMessage extends JSObject {
    @JSProperty("shared")
    @Nullable JSArrayReader<JSString> shared();

    @JSProperty("held")
    @Nullable JSArrayReader<JSString> held();
  }

  /** Names an entry; members that the worker does not know are null. */
  interface EntryKey extends JSObject {
    @JSProperty("author")
    @Nullable String author();

    @JSProperty("logId")
    @Nullable String logId();

    @JSProperty("seqNum")
    @Nullable String seqNum();

    @JSProperty("hash")
    @Nullable String hash();
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

    @JSProperty("detail")
    @Nullable String detail();

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

    @JSProperty("schemaId")
    @Nullable String schemaId();

    @JSProperty("documentId")
    @Nullable String documentId();

    @JSProperty("ended")
    boolean ended();
  }

  /** Answer to {@code log}. */
  interface LogAnswer extends JSObject {
    @JSProperty("height")
    String height();

    @JSProperty("ended")
    boolean ended();

    @JSProperty("schemaId")
    @Nullable String schemaId();

    @JSProperty("documentId")
    @Nullable String documentId();

    @JSProperty("entries")
    JSArrayReader<LogEntry> entries();
  }

  /** One of the entries of {@code log}. */
  interface LogEntry extends JSObject {
    @JSProperty("seqNum")
    String seqNum();

    @JSProperty("hash")
    String hash();

    @JSProperty("backlinkSeqNum")
    @Nullable String backlinkSeqNum();

    @JSProperty("skiplinkSeqNum")
    @Nullable String skiplinkSeqNum();

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

    @JSProperty("backlink")
    @Nullable String backlink();

    @JSProperty("skiplink")
    @Nullable String skiplink();

    @JSProperty("payloadSize")
    int payloadSize();

    @JSProperty("payloadHash")
    String payloadHash();

    @JSProperty("signature")
    String signature();

    @JSProperty("parts")
    JSArrayReader<EntryPart> parts();

    @JSProperty("operation")
    @Nullable OperationView operation();

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

    @JSProperty("previous")
    @Nullable JSArrayReader<JSString> previous();

    @JSProperty("fields")
    @Nullable JSArrayReader<OperationField> fields();
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

    @JSProperty("by")
    @Nullable String by();
  }
}
