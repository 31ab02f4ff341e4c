package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.ingest.DocumentFact;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.store.LeecherStore;
import bambusa.leecher.store.StoredLog;
import bambusa.log.CertificatePool;
import bambusa.log.Entry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import bambusa.log.Skiplink;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationDecoder;
import bambusa.operation.PlainValue;
import bambusa.schema.FieldType;
import bambusa.schema.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSString;

/** Answers what the page asks about what is stored. May wait for the database. */
final class PageQueries {

  private static final int MAX_LOG_ENTRIES = 500;

  private final LeecherStore store;
  private final EntryTrust trust;

  PageQueries(LeecherStore store) {
    this.store = store;
    this.trust = new EntryTrust(store);
  }

  PlainObject logs(int offset, int limit) {
    List<StoredLog> logs = store.directory().logsByNewestChange();
    JSArray<JSObject> some = new JSArray<>();
    for (int i = Math.max(0, offset); i < logs.size() && i - offset < limit; i++) {
      some.push(summary(logs.get(i)).object());
    }
    return answer("logs").with("total", logs.size()).with("logs", some);
  }

  private static PlainObject summary(StoredLog log) {
    PlainObject summary =
        log(log.key())
            .with("height", Integer.toString(log.height()))
            .with("ended", log.fork() != null);
    return withDocument(summary, log);
  }

  /** Of a log of which only a fork is known there is no document. */
  private static PlainObject withDocument(PlainObject answer, StoredLog log) {
    DocumentFact document = log.document();
    return document == null
        ? answer
        : answer
            .with("schemaId", document.schemaId().toString())
            .with("documentId", document.documentId().toString());
  }

  PlainObject log(String author, String logId, String from, String to) throws MalformedException {
    LogKey key = key(author, logId);
    StoredLog log = store.directory().log(key);
    long first = Math.max(1, LogId.parse(from).value());
    long last = LogId.parse(to).value();
    JSArray<JSObject> entries = new JSArray<>();
    for (long seqNum = first; log != null && isWithin(seqNum, last, first, log); seqNum++) {
      entries.push(logEntry(log, new SeqNum(seqNum)).object());
    }
    PlainObject answer =
        named("log", key)
            .with("height", log == null ? "0" : Integer.toString(log.height()))
            .with("ended", log != null && log.fork() != null)
            .with("entries", entries);
    return log == null ? answer : withDocument(answer, log);
  }

  private static boolean isWithin(long seqNum, long last, long first, StoredLog log) {
    return seqNum > 0
        && seqNum <= log.height()
        && Long.compareUnsigned(seqNum, last) <= 0
        && seqNum - first < MAX_LOG_ENTRIES;
  }

  private PlainObject logEntry(StoredLog log, SeqNum seqNum) {
    long value = seqNum.value();
    PlainObject entry =
        new PlainObject()
            .with("seqNum", seqNum.toString())
            .with("hash", hashAt(log, value).toString())
            .with("action", PageNews.word(store.directory().actionAt(log, value)));
    if (!seqNum.isFirst()) {
      entry.with("backlinkSeqNum", Long.toString(value - 1));
    }
    if (Skiplink.isEncoded(seqNum)) {
      entry.with("skiplinkSeqNum", Long.toString(Skiplink.target(value)));
    }
    return entry;
  }

  private Hash hashAt(StoredLog log, long seqNum) {
    Hash hash = store.directory().hashAt(log.key(), seqNum);
    if (hash == null) {
      throw new IllegalStateException("log " + log.key() + " has no entry " + seqNum);
    }
    return hash;
  }

  PlainObject entry(String author, String logId, String seqNumText) throws MalformedException {
    LogKey key = key(author, logId);
    SeqNum seqNum = SeqNum.parse(seqNumText);
    StoredLog log = store.directory().log(key);
    PlainObject answer = named("entry", key).with("seqNum", seqNum.toString());
    if (log == null || Long.compareUnsigned(seqNum.value(), log.height()) > 0) {
      return answer.with("found", false);
    }
    EncodedEntryAndOperation stored = store.entryAt(log, seqNum);
    Entry entry = trust.entryAt(log, seqNum);
    EncodedOperation payload = stored.operation();
    if (payload == null) {
      throw new MalformedException("the entry was stored without its operation");
    }
    Operation operation = OperationDecoder.decode(payload);
    fields(entry, answer)
        .with("found", true)
        .with("entryHex", stored.entry().toString())
        .with("operationHex", payload.toString())
        .with("operation", operation(operation).object());
    JSArray<JSObject> claims = new JSArray<>();
    for (EntryTrust.Claim claim : trust.claims(log, entry, payload, operation)) {
      claims.push(
          new PlainObject()
              .with("claim", claim.name())
              .with("holds", claim.holds())
              .with("by", claim.by())
              .object());
    }
    JSArray<JSString> pool = new JSArray<>();
    for (SeqNum member : CertificatePool.backPath(seqNum)) {
      pool.push(JSString.valueOf(member.toString()));
    }
    return answer.with("trust", claims).with("certificatePool", pool);
  }

  private static PlainObject fields(Entry entry, PlainObject answer) {
    JSArray<JSObject> parts = new JSArray<>();
    for (EntryParts.Part part : EntryParts.of(entry)) {
      parts.push(
          new PlainObject()
              .with("name", part.name())
              .with("offset", part.offset())
              .with("length", part.length())
              .object());
    }
    return answer
        .with("hash", entry.hash().toString())
        .with("tag", entry.endOfLog() ? 1 : 0)
        .with("backlink", text(entry.backlink().orElse(null)))
        .with("skiplink", text(entry.skiplink().orElse(null)))
        .with("payloadSize", (double) entry.payloadSize())
        .with("payloadHash", entry.payloadHash().toString())
        .with("signature", bambusa.bytes.Hex.encode(entry.signature()))
        .with("parts", parts);
  }

  private PlainObject operation(Operation operation) {
    Schema schema = store.schema(operation.schemaId());
    JSArray<JSObject> fields = new JSArray<>();
    for (Map.Entry<String, PlainValue> field : operation.fields().entrySet()) {
      fields.push(
          new PlainObject()
              .with("name", field.getKey())
              .with("kind", kind(schema, field))
              .with("value", FieldText.of(field.getValue()))
              .object());
    }
    JSArray<JSString> previous = new JSArray<>();
    operation
        .previous()
        .ifPresent(
            view ->
                view.operationIds().forEach(id -> previous.push(JSString.valueOf(id.toString()))));
    return new PlainObject()
        .with("encoding", operation.encoding().name())
        .with("action", PageNews.word(operation.action()))
        .with("schemaId", operation.schemaId().toString())
        .with("previous", previous)
        .with("fields", fields);
  }

  /** The type by the schema where it is known, else what the bytes tell. */
  private static String kind(@Nullable Schema schema, Map.Entry<String, PlainValue> field) {
    String name = field.getKey();
    FieldType type = schema == null ? null : schema.fields().get(name);
    return type == null ? field.getValue().kind() : type.toString();
  }

  private static LogKey key(String author, String logId) throws MalformedException {
    return new LogKey(PublicKey.parse(author), LogId.parse(logId));
  }

  private static PlainObject answer(String type) {
    return new PlainObject().with("type", type);
  }

  private static PlainObject named(String type, LogKey key) {
    return log(key).with("type", type);
  }

  private static PlainObject log(LogKey key) {
    return new PlainObject()
        .with("author", key.author().toString())
        .with("logId", key.logId().toString());
  }

  private static @Nullable String text(@Nullable Hash hash) {
    return hash == null ? null : hash.toString();
  }
}
