package bambusa.leecher.page;

import bambusa.leecher.js.Event;
import bambusa.leecher.js.ModuleWorker;
import bambusa.leecher.js.PlainObject;
import bambusa.leecher.page.Messages.EntryAnswer;
import bambusa.leecher.page.Messages.LogAnswer;
import bambusa.leecher.page.Messages.LogsAnswer;
import bambusa.leecher.page.Messages.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * The only way between the page and the worker that leeches: plain objects by {@code postMessage},
 * each with a {@code type}.
 *
 * <p>Numbers that may exceed 2^53 ({@code logId}, {@code seqNum}, {@code height}, {@code from},
 * {@code to}, links) are decimal strings; counts, sizes and times are numbers. Hashes, keys and
 * bytes are lower-case hex. A missing member and {@code null} mean the same. {@code request} is a
 * number the page chose; the answer carries it back, and answers may come in any order. The page
 * posts at once: what comes before the worker's Wasm is loaded must wait, not be lost.
 *
 * <h2>Page to worker</h2>
 *
 * <pre>
 * {type:'open', relay:'http://host:2020/graphql', schemaIds:[id…]|null, database:'name'}
 *                            leech from this relay into this database, continuing what is stored; null = all schemas.
 *                            Sent again with other values it changes relay or schemas without losing what is stored.
 * {type:'close'}             stop asking the relay; what is stored stays, and is still answered from.
 *                            May follow 'open' at once: then the relay is not asked at all.
 * {type:'wipe'}              delete everything that is stored, then {type:'wiped'}; the worker is closed afterwards
 * {type:'logs',  request, offset, limit}
 * {type:'log',   request, author, logId, from, to}      entries with from ≤ seqNum ≤ to, at most 500
 * {type:'entry', request, author, logId, seqNum}
 * </pre>
 *
 * <h2>Worker to page, as answers</h2>
 *
 * <pre>
 * {type:'logs',  request, total, logs:[{author, logId, height, schemaId, documentId, ended}]}     newest change first
 * {type:'log',   request, author, logId, height, ended, schemaId, documentId,
 *                entries:[{seqNum, hash, backlinkSeqNum|null, skiplinkSeqNum|null, action}]}      ascending
 * {type:'entry', request, found, author, logId, seqNum, hash, entryHex, operationHex, tag, backlink|null, skiplink|null,
 *                payloadSize, payloadHash, signature,
 *                parts:[{name, offset, length}],        bytes of entryHex, in order and without gaps; name is one of
 *                                                       tag publicKey logId seqNum skiplink backlink payloadSize
 *                                                       payloadHash signature
 *                operation:{encoding, action, schemaId, previous:[id…], fields:[{name, kind, value}]}|null,
 *                                                       value is text; the members of a list stand on lines of their own
 *                trust:[{claim, holds, by}],            claim is one of signature payloadHash payloadSize backlink
 *                                                       skiplink path schema document; by says in words what showed it
 *                certificatePool:[seqNum…]}             the way from this entry back to 1, without this entry, descending
 * {type:'failed', request, message}                     instead of an answer
 * </pre>
 *
 * action is 'create', 'update' or 'delete'; tag is 0, or 1 for end of log.
 *
 * <h2>Worker to page, unasked</h2>
 *
 * <pre>
 * {type:'status', state, since, reason|null, askedAgainAt, entries, logs, authors, remaining, rate, storageBytes, relayEntryCount|null}
 *                            state: 'starting' 'catching-up' 'live' 'offline' 'refused' 'stopped'; since: epoch milliseconds;
 *                            askedAgainAt: when an offline relay is asked again, in epoch milliseconds, else 0;
 *                            remaining: entries the relay still has for us; rate: entries per second, lately.
 *                            At every change of state, and at most four times a second otherwise.
 * {type:'schemas', shared:[id…]|null, held:[id…]}
 *                            what the relay says it shares (null = everything) and what is stored; at every change
 * {type:'arrived', entries:[{author, logId, seqNum, hash, schemaId, action}]}
 *                            the newest few of a page just stored, oldest first
 * {type:'refused', author, logId, seqNum, hash, reason, detail, at}
 *                            an entry that was not stored; author, logId and seqNum are null if it could not be decoded.
 *                            The last 50 are sent again after 'open'.
 * {type:'fork', author, logId, seqNum}
 *                            a proven fork: this log ends before seqNum. Known ones are sent again after 'open'.
 * {type:'error', message}                    nothing can go on: no IndexedDB, no Wasm GC …
 * {type:'wiped'}
 * </pre>
 */
final class WorkerPort {
  private static final String SCRIPT = "/leecher/leecher-worker.js";

  /** Receives what the worker posts unasked. */
  interface Receiver {
    void receive(String type, JSObject message);

    /** A question got no answer; the worker goes on. */
    void unanswered(String problem);

    /** The worker could not be started, or cannot go on. */
    void broken(String problem);
  }

  /** Asked, and not answered yet. */
  private record Question(int request, Consumer<JSObject> answer) {}

  private final ModuleWorker worker = ModuleWorker.start(SCRIPT);
  private final Receiver receiver;
  private final List<Question> open = new ArrayList<>();
  private int lastRequest;

  WorkerPort(Receiver receiver) {
    this.receiver = receiver;
    worker.addEventListener("message", this::receive);
    worker.addEventListener("error", this::fail);
  }

  void open(Settings settings) {
    worker.postMessage(
        typed("open")
            .with("relay", settings.relay())
            .with("schemaIds", settings.schemaIds())
            .with("database", "bambusa")
            .object());
  }

  void close() {
    worker.postMessage(typed("close").object());
  }

  void wipe() {
    worker.postMessage(typed("wipe").object());
  }

  void logs(int offset, int limit, Consumer<LogsAnswer> answer) {
    ask(typed("logs").with("offset", offset).with("limit", limit), answer);
  }

  void log(Route log, LogWindow window, Consumer<LogAnswer> answer) {
    ask(
        named("log", log)
            .with("from", Integer.toString(window.from()))
            .with("to", Integer.toString(window.to())),
        answer);
  }

  void entry(Route entry, Consumer<EntryAnswer> answer) {
    ask(named("entry", entry).with("seqNum", entry.seqNum()), answer);
  }

  private static PlainObject typed(String type) {
    return new PlainObject().with("type", type);
  }

  private static PlainObject named(String type, Route log) {
    return typed(type).with("author", log.author()).with("logId", log.logId());
  }

  /** The type of a request is that of its answer, so the cast in {@code answer} holds. */
  @SuppressWarnings("unchecked")
  private <A extends JSObject> void ask(PlainObject request, Consumer<A> answer) {
    lastRequest++;
    open.add(new Question(lastRequest, (Consumer<JSObject>) answer));
    worker.postMessage(request.with("request", lastRequest).object());
  }

  private void receive(Event event) {
    JSObject body = event.getMessage();
    Message message = (Message) body;
    String type = message.type();
    switch (type) {
      case "logs", "log", "entry" -> {
        Question question = closed(message.request());
        if (question != null) {
          question.answer().accept(body);
        }
      }
      case "failed" -> {
        closed(message.request());
        receiver.unanswered(message.message());
      }
      case "error" -> receiver.broken(message.message());
      default -> receiver.receive(type, body);
    }
  }

  /** Takes a question off the list; null if it is not on it. */
  private @Nullable Question closed(int request) {
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).request() == request) {
        return open.remove(i);
      }
    }
    return null;
  }

  private void fail(Event event) {
    String problem = event.problem();
    receiver.broken(problem == null ? "The worker could not be started." : problem);
  }
}
