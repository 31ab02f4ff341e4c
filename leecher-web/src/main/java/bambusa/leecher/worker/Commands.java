package bambusa.leecher.worker;

import bambusa.leecher.js.PlainObject;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerScope;
import bambusa.leecher.store.StorageException;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/** Commands, done one after the other. */
final class Commands {

  private final StatusReport status;
  private JSPromise<JSBoolean> last = Promises.start(() -> {});

  Commands(StatusReport status) {
    this.status = status;
  }

  /** What is done at once; may wait, and fail with the database. */
  interface Command {
    PlainObject run();
  }

  /** Is fulfilled when everything that was commanded so far is done. */
  JSPromise<JSBoolean> done() {
    return last;
  }

  /** Does something and answers the page, if it gave a number for it. */
  void add(int request, Command command) {
    JSPromise<JSObject> answer = add(command);
    if (request >= 0) {
      Promises.start(() -> post(answer.await(), request));
    }
  }

  /** Does something; is fulfilled with its answer. */
  JSPromise<JSObject> add(Command command) {
    JSPromise<JSBoolean> before = last;
    PlainObject[] answer = {LeecherWorker.failed("failed", "a fault in the leecher")};
    JSPromise<JSBoolean> done =
        Promises.start(
            () -> {
              before.await();
              try {
                answer[0] = command.run();
              } catch (StorageException e) {
                WorkerScope.note(String.valueOf(e.getMessage()));
                status.stop(e);
                answer[0] = LeecherWorker.failed(e.code(), e.getMessage());
              }
            });
    last = done;
    return Promises.call(
        () -> {
          done.await();
          return answer[0].object();
        });
  }

  /** Answers the page. */
  static void post(JSObject answer, int request) {
    WorkerScope.post(new PlainObject(answer).with("request", request).object());
  }
}
