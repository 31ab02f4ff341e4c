// Questions to the worker, and what it tells without being asked.
import { LeecherError } from "./arguments.js";
import { Stream } from "./stream.js";

/** Rejects when the signal does, whatever becomes of the promise. */
function abortable(promise, signal, onAbort) {
  if (!signal) {
    return promise;
  }
  return new Promise((resolve, reject) => {
    const abort = () => {
      onAbort?.();
      reject(signal.reason);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** What the worker tells becomes events of the leecher, and streams. */
export class Channel {
  #worker;
  #leecher;
  #hear;
  #questions = new Map();
  #lastRequest = 0;
  #streams = new Set();

  /** Why it ended; null as long as it goes on. */
  ended = null;

  /** hear: is called with what is told, before others are. */
  constructor(worker, leecher, hear) {
    this.#worker = worker;
    this.#leecher = leecher;
    this.#hear = hear;
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => this.end(new LeecherError("worker", event.message || "the worker could not be started"));
    worker.onmessageerror = () => this.end(new LeecherError("worker", "a message of the worker could not be read"));
  }

  /** Asks for no answer. */
  post(message) {
    this.#worker.postMessage(message);
  }

  ask(question, signal) {
    if (this.ended) {
      return Promise.reject(this.ended);
    }
    if (signal?.aborted) {
      return Promise.reject(signal.reason);
    }
    const request = ++this.#lastRequest;
    const answer = new Promise((resolve, reject) => this.#questions.set(request, { resolve, reject }));
    try {
      this.#worker.postMessage({ ...question, request });
    } catch ({ message }) {
      // A function, for instance, is no value.
      this.#questions.delete(request);
      return Promise.reject(new LeecherError("argument", message));
    }
    return abortable(answer, signal, () => this.#questions.delete(request));
  }

  /** Messages of a type as an async iterator that keeps the newest few while nobody reads. */
  stream(type, { signal, first, keep, of = () => true }) {
    const stream = new Stream(keep, () => this.#streams.delete(stream), signal);
    stream.offer = (offered, message) => {
      if (offered === type && of(message)) {
        stream.push(message);
      }
    };
    if (first !== undefined) {
      stream.push(first);
    }
    this.#streams.add(stream);
    if (this.ended) {
      stream.end(null);
    }
    return stream;
  }

  /** Ends the worker; whoever waits hears of the problem. */
  end(problem) {
    if (this.ended) {
      return;
    }
    this.ended = problem;
    this.#worker.terminate();
    for (const { reject } of this.#questions.values()) {
      reject(problem);
    }
    this.#questions.clear();
    if (problem.code !== "closed") {
      this.#leecher.dispatchEvent(new CustomEvent("error", { detail: problem }));
    }
    for (const stream of this.#streams) {
      stream.end(problem.code === "closed" ? null : problem);
    }
    this.#leecher.dispatchEvent(new CustomEvent("close"));
  }

  #receive({ type, request, ...message }) {
    if (request !== undefined) {
      const question = this.#questions.get(request);
      this.#questions.delete(request);
      if (type === "failed") {
        question?.reject(new LeecherError(message.code ?? "failed", message.message));
      } else {
        question?.resolve(message);
      }
      return;
    }
    if (type === "error") {
      this.end(new LeecherError(message.code ?? "failed", message.message));
      return;
    }
    if (type === "alive") {
      navigator.locks.request(message.name, () => this.end(new LeecherError("worker", "the worker has died")));
      return;
    }
    this.#hear(type, message);
    this.#leecher.dispatchEvent(new CustomEvent(type, { detail: message }));
    for (const stream of this.#streams) {
      stream.offer(type, message);
    }
  }
}
