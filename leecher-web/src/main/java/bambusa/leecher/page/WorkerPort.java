package bambusa.leecher.page;

import bambusa.leecher.js.Event;
import bambusa.leecher.js.MessagePort;
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
 * The only way between the page and the leecher: plain objects, each with a {@code type}, as {@code
 * docs/leecher-messages.md} describes them. {@code web/port.js} makes calls of the public API of
 * them.
 */
final class WorkerPort {
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

  private final MessagePort worker;
  private final Receiver receiver;
  private final List<Question> open = new ArrayList<>();
  private int lastRequest;

  WorkerPort(MessagePort worker, Receiver receiver) {
    this.worker = worker;
    this.receiver = receiver;
    worker.addEventListener("message", this::receive);
  }

  void open(Settings settings) {
    worker.postMessage(
        typed("open")
            .with("request", ++lastRequest)
            .with("relays", new String[] {settings.relay()})
            .with("schemaIds", settings.schemaIds())
            .with("owners", (String[]) null)
            .with("documentIds", (String[]) null)
            .with("database", "bambusa")
            .object());
  }

  void close() {
    worker.postMessage(typed("close").object());
  }

  void wipe() {
    worker.postMessage(typed("wipe").with("request", ++lastRequest).object());
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
        if (closed(message.request()) == null) {
          receiver.broken(message.message());
        } else {
          receiver.unanswered(message.message());
        }
      }
      case "opened" -> closed(message.request());
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
}
