// The leecher for a page: starts the worker that fetches, verifies and stores, and asks it. Nothing happens on import.
// leecher.d.ts describes everything that is exported; docs/leecher-messages.md what passes between page and worker.

const ENTRIES_AT_ONCE = 200;
const OWNER = "the public key of an owner as 64 hex digits";
const REFRESH_MILLIS = 150;

/** What went wrong: code is "argument", "closed", "worker", "storage" or "quota", or "failed" for anything else. */
export class LeecherError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "LeecherError";
    this.code = code;
  }
}

/** Refuses a value that is not what it should be, in words. */
function check(holds, expected, got) {
  if (!holds) {
    const shown = typeof got === "string" ? JSON.stringify(got) : Array.isArray(got) ? `[${got}]` : isObject(got) ? "an object" : String(got);
    throw new LeecherError("argument", `expected ${expected}, got ${shown.slice(0, 100)}`);
  }
}

/** Refuses what is no option: most often one that is misspelt. */
function known(options, ...names) {
  check(isObject(options) && !options.addEventListener, "an object of options, as { signal }", options);
  Object.keys(options).forEach((name) => check(names.includes(name), "one of the options " + names.join(", "), name));
  const { signal } = options;
  check(signal === undefined || signal === null || signal.addEventListener, "signal as an AbortSignal", signal);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The decimal text of a number that may exceed 2^53. */
function decimal(value, what) {
  check(typeof value === "bigint" || Number.isSafeInteger(value) || /^\d+$/.test(value), what + " as a whole number", value);
  return String(value);
}

function publicKey(value, what = "an author as 64 hex digits") {
  check(typeof value === "string" && /^[0-9a-f]{64}$/i.test(value), what, value);
  return value.toLowerCase();
}

/** Opens a database of this origin and leeches into it, or follows the tab that does. */
export async function open(options) {
  known(options, "relays", "schemas", "owners", "documents", "name", "base", "onLeecher", "signal");
  check(typeof (options.onLeecher ?? known) === "function", "onLeecher as a function", options.onLeecher);
  check(typeof (options.name ?? "") === "string" && options.name !== "", "a name for the database", options.name);
  let worker;
  try {
    worker = startWorker(options.base);
  } catch (problem) {
    throw new LeecherError("worker", "the worker could not be started: " + problem.message);
  }
  const leecher = new Leecher(worker, options);
  // What is stored is told before it is open.
  options.onLeecher?.(leecher);
  try {
    await leecher.ready;
    return leecher;
  } catch (problem) {
    leecher.close();
    throw problem;
  }
}

function startWorker(base) {
  // Written so that bundlers find the worker; webpack puts the source's address in place of the script's.
  if (base === undefined && (import.meta.url.startsWith("file:") || new URL(import.meta.url).origin === globalThis.location?.origin)) {
    return new Worker(new URL("./leecher-worker.js", import.meta.url), { type: "module" });
  }
  const script = new URL("leecher-worker.js", new URL(base ?? import.meta.url, globalThis.location.href)).href;
  // A worker must be of the page's own origin; but what it imports may come from anywhere.
  const blob = new Blob(["import " + JSON.stringify(script)], { type: "text/javascript" });
  return new Worker(URL.createObjectURL(blob), { type: "module" });
}

function list(value, what, read = text) {
  return value === undefined || value === null ? null : [value].flat().map((item) => read(item, what));
}

function text(value, what) {
  check(typeof value === "string", what, value);
  return value;
}

function documentId(value) {
  check(/^0020[0-9a-f]{64}$/i.test(value), "the id of a document as 0020 and 64 more hex digits", value);
  return value.toLowerCase();
}

function relayAddress(text) {
  try {
    if (!/^(https?:\/)?\//.test(text)) {
      throw new SyntaxError("it names no host");
    }
    const url = new URL(text, globalThis.location?.href);
    if (!/^https?:$/.test(url.protocol)) {
      throw new SyntaxError("neither http nor https");
    }
    return url.pathname === "/" ? new URL("/graphql", url).href : url.href;
  } catch {
    throw new LeecherError("argument", `no address of a relay: ${text} (it begins with https:// or http://)`);
  }
}

const QUESTION = ["schema", "filter", "orderBy", "descending", "first", "after", "resolve", "signal"];
const OPERATORS = ["eq", "notEq", "in", "notIn", "gt", "gte", "lt", "lte", "contains", "notContains"];

/** What can be told without the schema; that the fields are its fields is found out where documents are. */
function checkQuestion({ filter, orderBy, first, after, resolve, descending }) {
  check(first === undefined || (Number.isSafeInteger(first) && first >= 1 && first <= 1000), "first from 1 to 1000", first);
  check(typeof (orderBy ?? "") === "string", "orderBy as a field", orderBy);
  check(typeof (descending ?? true) === "boolean", "descending as true or false", descending);
  check(after === undefined || after === null || isCursor(after), "after as the cursor of a document", after);
  list(resolve, "resolve as a list of fields");
  check(filter === undefined || filter === null || isObject(filter), "filter as an object of fields", filter);
  for (const wanted of Object.values(filter ?? {}).filter(isObject)) {
    check(Object.keys(wanted).length, "an operator for each field of filter", wanted);
    for (const [operator, operand] of Object.entries(wanted)) {
      check(OPERATORS.includes(operator), "one of the operators " + OPERATORS.join(", "), operator);
      check(!operator.toLowerCase().endsWith("in") || Array.isArray(operand), operator + " with a list", operand);
    }
  }
}

function isCursor(text) {
  try {
    return Number.isSafeInteger(JSON.parse(text).pop());
  } catch {
    return false;
  }
}

/** How many entries a database held, in another storage: the two are seldom lost together. */
const canary = {
  read: (name) => storageElse(0, (storage) => Number(storage.getItem("leecher entries " + name) ?? 0)),
  write: (name, entries) => storageElse(undefined, (storage) => storage.setItem("leecher entries " + name, String(entries))),
};

/** Some pages may not store anything there. */
function storageElse(otherwise, use) {
  try {
    return use(globalThis.localStorage);
  } catch {
    return otherwise;
  }
}

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

/** One database, and who fills it. Ends with close(), or with the signal it was opened with. */
export class Leecher extends EventTarget {
  #worker;
  #options;
  #questions = new Map();
  #lastRequest = 0;
  #streams = new Set();
  #closed = null;
  #relays = [];
  #status = {
    state: "starting",
    since: Date.now(),
    reason: null,
    entries: 0,
    logs: 0,
    authors: 0,
    remaining: 0,
    rate: 0,
    storageBytes: -1,
    leading: false,
    full: false,
    dropped: 0,
  };

  /** Use open(). */
  constructor(worker, options) {
    super();
    this.#worker = worker;
    this.#options = options;
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => this.#end(new LeecherError("worker", event.message || "the worker could not be started"));
    worker.onmessageerror = () => this.#end(new LeecherError("worker", "a message of the worker could not be read"));
    options.signal?.addEventListener("abort", () => this.close(), { once: true });
    this.ready = options.signal?.aborted ? Promise.reject(options.signal.reason) : this.resume();
    this.ready.catch(() => {});
  }

  /** How things are now. */
  get status() {
    return this.#status;
  }

  /** What each of several relays holds, compared with what is stored; empty until they have been compared. */
  get relays() {
    return this.#relays;
  }

  /** Follows relays again after pause(), or other ones, or for other documents. */
  async resume(target = {}) {
    known(target, "relays", "schemas", "owners", "documents");
    const { relays, schemas, owners, documents } = target;
    const before = this.#options;
    const wanted = {
      ...before,
      relays: relays ?? this.#options.relays,
      schemas: schemas === undefined ? this.#options.schemas : schemas,
      owners: owners === undefined ? this.#options.owners : owners,
      documents: documents === undefined ? this.#options.documents : documents,
    };
    // What is refused is not asked for again by the next resume().
    const refuse = (problem) => {
      this.#options = this.#options === wanted ? before : this.#options;
      throw problem;
    };
    this.#options = wanted;
    this.#relays = [];
    try {
      return this.#ask({
        type: "open",
        relays: list(wanted.relays ?? [], "the address of a relay").map(relayAddress),
        schemaIds: list(wanted.schemas, "the id of a schema"),
        owners: list(wanted.owners, OWNER, publicKey),
        documentIds: list(wanted.documents, "", documentId),
        database: wanted.name ?? "bambusa",
      }).then(() => undefined, refuse);
    } catch (problem) {
      return Promise.reject(problem).catch(refuse);
    }
  }

  /** Asks no relay any more; what is stored stays and is answered from. */
  pause() {
    this.#worker.postMessage({ type: "close" });
  }

  /** Every change of the status from now on, the present one first. Who is slow sees the newest only. */
  states(options = {}) {
    known(options, "signal");
    const { signal } = options;
    return this.#stream("status", { signal, first: this.#status, keep: 1 });
  }

  /** Is fulfilled once everything that the relay has is here. Offline it waits; it rejects when the leecher stops. */
  async live(options) {
    if (this.#closed) {
      throw this.#closed;
    }
    for await (const status of this.states(options)) {
      if (status.state === "live") {
        return status;
      }
      if (status.state === "stopped") {
        throw new LeecherError(status.full ? "quota" : "failed", status.reason ?? "the leecher is paused");
      }
    }
    throw this.#closed;
  }

  /** Entries just stored, as they come; of many at once the newest few. */
  arrivals(options = {}) {
    known(options, "signal");
    return this.#stream("arrived", { signal: options.signal, keep: 100 });
  }

  async logs(options = {}) {
    known(options, "offset", "limit", "signal");
    const { offset = 0, limit = 100, signal } = options;
    for (const number of [offset, limit]) {
      check(Number.isSafeInteger(number) && number >= 0, "offset and limit as whole numbers", number);
    }
    return this.#ask({ type: "logs", offset, limit }, signal);
  }

  /** One log and a part of its entries, up to 500. */
  async log({ author, logId, from = 1, to, signal } = {}) {
    const first = decimal(from, "from");
    const last = decimal(to ?? BigInt(first) + 499n, "to");
    return this.#ask({ type: "log", author: publicKey(author), logId: decimal(logId, "logId"), from: first, to: last }, signal);
  }

  /** The entries of a log or of all logs of an author, ascending, read as they are needed. */
  async *entries(range = {}) {
    known(range, "author", "logId", "from", "to", "signal");
    const { author, logId, from = 1, to, signal } = range;
    const whose = author === undefined && logId === undefined ? undefined : publicKey(author);
    const begin = BigInt(decimal(from, "from"));
    const last = to === undefined ? null : BigInt(decimal(to, "to"));
    const logs = logId === undefined ? await this.#logsOf(whose, signal) : [{ author: whose, logId: decimal(logId, "logId") }];
    for (const log of logs) {
      for (let start = begin; last === null || start <= last; ) {
        let end = start + BigInt(ENTRIES_AT_ONCE) - 1n;
        end = last !== null && last < end ? last : end;
        const { entries, schemaId, documentId } = await this.log({ ...log, from: start, to: end, signal });
        for (const entry of entries) {
          yield { author: log.author, logId: log.logId, schemaId, documentId, ...entry };
        }
        if (entries.length < ENTRIES_AT_ONCE) {
          break;
        }
        start = end + 1n;
      }
    }
  }

  async #logsOf(author, signal) {
    const found = [];
    for (let offset = 0, total = 1; offset < total; offset += 1000) {
      const answer = await this.logs({ offset, limit: 1000, signal });
      found.push(...answer.logs.filter((log) => author === undefined || log.author === author));
      total = answer.total;
    }
    return found;
  }

  /** One entry with its bytes, its operation, and its certificate of trust; null if it is not stored. */
  async entry({ author, logId, seqNum, signal } = {}) {
    const place = { author: publicKey(author), logId: decimal(logId, "logId"), seqNum: decimal(seqNum, "seqNum") };
    const { found, ...entry } = await this.#ask({ type: "entry", ...place }, signal);
    return found ? entry : null;
  }

  /** Why an entry is trusted: each claim computed again from what is stored. */
  async certificate(place) {
    const entry = await this.entry(place);
    return (
      entry && {
        author: entry.author,
        logId: entry.logId,
        seqNum: entry.seqNum,
        hash: entry.hash,
        holds: entry.trust.every(({ holds }) => holds),
        claims: entry.trust,
        certificatePool: entry.certificatePool,
      }
    );
  }

  /** A page of the documents of a schema, once they reflect all that is stored now. */
  async documents(question = {}) {
    known(question, ...QUESTION);
    return this.#documents(question, true);
  }

  async #documents(question, complete) {
    const { schema, signal, ...rest } = question;
    check(typeof schema === "string", "the id of a schema", schema);
    checkQuestion(rest);
    return this.#ask({ type: "documents", schemaId: schema, complete, question: rest }, signal);
  }

  /** The same page, again whenever it changed; the first at once, with what is there. */
  async *watch(question = {}) {
    known(question, ...QUESTION);
    const { schema, signal } = question;
    const changes = this.#stream("documents", { signal, keep: 1, of: ({ schemaId }) => schemaId === schema });
    // The database was opened anew: what is there may be something else, and has to be asked for again.
    const opened = () => changes.push({});
    this.addEventListener("schemas", opened);
    let last;
    try {
      while (true) {
        const due = performance.now() + REFRESH_MILLIS;
        const page = await this.#documents(question, false);
        const text = JSON.stringify(page, (_, value) => (typeof value === "bigint" ? value + "n" : value));
        if (text !== last) {
          last = text;
          yield page;
        }
        if ((await changes.next()).done) {
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
      }
    } finally {
      this.removeEventListener("schemas", opened);
      changes.return();
    }
  }

  /** One document with all its operations in the order in which they count, or as it was at a view; null if it is not stored. */
  async document(id, options = {}) {
    known(options, "viewId", "signal");
    const { viewId, signal } = options;
    const view = (viewId ?? "").toString().toLowerCase();
    check(/^(0020[0-9a-f]{64}(_(?=0)|$))*$/.test(view), "the id of a view, one or more ids of operations joined by _", viewId);
    const { found, ...document } = await this.#ask({ type: "document", id: documentId(id), viewId: view || null }, signal);
    return found ? document : null;
  }

  /** All that is stored, as a file that another leecher or a relay takes in. */
  async export(options = {}) {
    known(options, "gzip", "signal");
    return (await this.#ask({ type: "export", gzip: options.gzip ?? false }, options.signal)).file;
  }

  /** Takes in such a file, verified entry by entry like what a relay sends. */
  async import(file, options = {}) {
    check(file instanceof Blob, "a file", file);
    known(options, "signal");
    const { stored, known: had, refused } = await this.#ask({ type: "import", file }, options.signal);
    return { stored, known: had, refused };
  }

  /** What could be dropped to make room, by schema; what nobody asks for and what takes most room first. */
  async droppable({ signal } = {}) {
    const { parts } = await this.#ask({ type: "droppable" }, signal);
    return parts.sort((one, other) => one.wanted - other.wanted || other.bytes - one.bytes);
  }

  /** Drops documents with their entries, and goes on fetching if there was no room. */
  async drop(what = {}) {
    known(what, "schemas", "owners", "documents", "wanted", "signal");
    const { schemas, owners, documents, wanted, signal } = what;
    if ([schemas, owners, documents, wanted].every((restriction) => restriction === undefined || restriction === null)) {
      throw new LeecherError("argument", "say what to drop; deleteEverything() deletes all");
    }
    check(typeof (wanted ?? true) === "boolean", "wanted as true or false", wanted);
    const chosen = {
      schemaIds: list(schemas, "the id of a schema"),
      owners: list(owners, OWNER, publicKey),
      documentIds: list(documents, "", documentId),
    };
    const answer = await this.#ask({ type: "drop", ...chosen, wanted: wanted?.toString() ?? null }, signal);
    return { documents: answer.documents, entries: answer.entries };
  }

  /** What the origin stores, what it may store, and whether the browser has promised to keep it. */
  async storage() {
    const storage = globalThis.navigator?.storage;
    const { usage = null, quota = null } = (await storage?.estimate?.()) ?? {};
    return { usage, quota, persisted: (await storage?.persisted?.()) ?? false };
  }

  /** Asks the browser to keep what is stored; best on a click. */
  async persist() {
    return (await globalThis.navigator?.storage?.persist?.()) ?? false;
  }

  /** Deletes the database; the leecher is closed then. */
  async deleteEverything(options = {}) {
    known(options, "signal");
    await this.#ask({ type: "wipe" }, options.signal);
    canary.write(this.#options.name ?? "bambusa", 0);
    this.close();
  }

  /** Ends the worker. What is stored stays. */
  close() {
    this.#end(new LeecherError("closed", "the leecher was closed"));
  }

  get closed() {
    return this.#closed !== null;
  }

  #end(problem) {
    if (this.#closed) {
      return;
    }
    this.#closed = problem;
    this.#worker.terminate();
    for (const { reject } of this.#questions.values()) {
      reject(problem);
    }
    this.#questions.clear();
    if (problem.code !== "closed") {
      this.dispatchEvent(new CustomEvent("error", { detail: problem }));
    }
    for (const stream of this.#streams) {
      stream.end(problem.code === "closed" ? null : problem);
    }
    this.dispatchEvent(new CustomEvent("close"));
  }

  #ask(question, signal) {
    if (this.#closed) {
      return Promise.reject(this.#closed);
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
      this.#end(new LeecherError(message.code ?? "failed", message.message));
      return;
    }
    if (type === "status") {
      this.#status = message;
      this.#compareWithCanary();
    }
    if (type === "relays") {
      this.#relays = message.relays;
    }
    this.dispatchEvent(new CustomEvent(type, { detail: message }));
    for (const stream of this.#streams) {
      stream.offer(type, message);
    }
  }

  /** A number kept elsewhere tells whether the browser, or somebody, has deleted what was stored. */
  #compareWithCanary() {
    const { state, dropped = 0 } = this.#status;
    const entries = this.#status.entries + dropped;
    const name = this.#options.name ?? "bambusa";
    const before = canary.read(name);
    if (state !== "starting" && entries < before) {
      this.dispatchEvent(new CustomEvent("evicted", { detail: { before, now: entries } }));
      canary.write(name, entries);
    } else if (state === "live" && entries > before) {
      canary.write(name, entries);
    }
  }

  /** Messages of a type as an async iterator that keeps the newest few while nobody reads. */
  #stream(type, { signal, first, keep, of = () => true }) {
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
    if (this.#closed) {
      stream.end(null);
    }
    return stream;
  }
}

class Stream {
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
