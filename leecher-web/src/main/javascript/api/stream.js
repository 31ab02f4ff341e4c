// What arrives while somebody reads, as an async iterator that keeps the newest few while nobody does.

export class Stream {
  #kept = [];
  #limit;
  #wanted = [];
  #ended = null;
  #leave;

  constructor(limit, leave, signal) {
    this.#limit = limit;
    this.#leave = leave;
    if (signal?.aborted) {
      this.#ended = { reason: signal.reason };
    }
    signal?.addEventListener("abort", () => this.end(signal.reason), { once: true });
  }

  push(value) {
    if (this.#ended) {
      return;
    }
    const next = this.#wanted.shift();
    if (next) {
      next.resolve({ value, done: false });
    } else if (this.#kept.push(value) > this.#limit) {
      this.#kept.shift();
    }
  }

  /** Ends for a reason, which is thrown where the reader waits, or for none. */
  end(reason) {
    if (this.#ended) {
      return;
    }
    this.#ended = { reason };
    this.#leave();
    const [first, ...others] = this.#wanted.splice(0);
    if (first && reason) {
      first.reject(reason);
      this.#ended = { reason: null };
    } else {
      first?.resolve({ value: undefined, done: true });
    }
    others.forEach((other) => other.resolve({ value: undefined, done: true }));
  }

  next() {
    if (this.#kept.length) {
      return Promise.resolve({ value: this.#kept.shift(), done: false });
    }
    if (this.#ended) {
      const { reason } = this.#ended;
      this.#ended = { reason: null };
      return reason ? Promise.reject(reason) : Promise.resolve({ value: undefined, done: true });
    }
    return new Promise((resolve, reject) => this.#wanted.push({ resolve, reject }));
  }

  return() {
    this.end(null);
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}
