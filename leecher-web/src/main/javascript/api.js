// The leecher for a page: starts the worker that fetches, verifies and stores, and asks it. Nothing happens on import.
// leecher.d.ts describes everything that is exported; docs/leecher-messages.md what passes between page and worker.
import { LeecherError, QUESTION, check, checkQuestion, decimal, documentId, known, list, publicKey, relayAddress, restrictions } from "./api/arguments.js";
import { canary } from "./api/canary.js";
import { Channel } from "./api/channel.js";

export { LeecherError };

const ENTRIES_AT_ONCE = 200;
const REFRESH_MILLIS = 150;

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

/** One database, and who fills it. Ends with close(), or with the signal it was opened with. */
export class Leecher extends EventTarget {
  #channel;
  #options;
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
    forks: 0,
    dropped: 0,
  };

  /** Use open(). */
  constructor(worker, options) {
    super();
    this.#channel = new Channel(worker, this, (type, message) => this.#hear(type, message));
    this.#options = options;
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
      return this.#channel.ask({
        type: "open",
        relays: list(wanted.relays ?? [], "the address of a relay").map(relayAddress),
        ...restrictions(wanted),
        database: wanted.name ?? "bambusa",
      }).then(() => undefined, refuse);
    } catch (problem) {
      return Promise.reject(problem).catch(refuse);
    }
  }

  /** Asks no relay any more; what is stored stays and is answered from. */
  pause() {
    this.#channel.post({ type: "close" });
  }

  /** Every change of the status from now on, the present one first. Who is slow sees the newest only. */
  states(options = {}) {
    known(options, "signal");
    const { signal } = options;
    return this.#channel.stream("status", { signal, first: this.#status, keep: 1 });
  }

  /** Is fulfilled once everything that the relay has is here. Offline it waits; it rejects when the leecher stops. */
  async live(options) {
    if (this.#channel.ended) {
      throw this.#channel.ended;
    }
    for await (const status of this.states(options)) {
      if (status.state === "live") {
        return status;
      }
      if (status.state === "stopped") {
        throw new LeecherError(status.full ? "quota" : "failed", status.reason ?? "the leecher is paused");
      }
    }
    throw this.#channel.ended;
  }

  /** Entries just stored, as they come; of many at once the newest few. */
  arrivals(options = {}) {
    known(options, "signal");
    return this.#channel.stream("arrived", { signal: options.signal, keep: 100 });
  }

  async logs(options = {}) {
    known(options, "offset", "limit", "signal");
    const { offset = 0, limit = 100, signal } = options;
    for (const number of [offset, limit]) {
      check(Number.isSafeInteger(number) && number >= 0, "offset and limit as whole numbers", number);
    }
    return this.#channel.ask({ type: "logs", offset, limit }, signal);
  }

  /** One log and a part of its entries, up to 500. */
  async log({ author, logId, from = 1, to, signal } = {}) {
    const first = decimal(from, "from");
    const last = decimal(to ?? BigInt(first) + 499n, "to");
    return this.#channel.ask({ type: "log", author: publicKey(author), logId: decimal(logId, "logId"), from: first, to: last }, signal);
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
    const { found, ...entry } = await this.#channel.ask({ type: "entry", ...place }, signal);
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
    return this.#channel.ask({ type: "documents", schemaId: schema, complete, question: rest }, signal);
  }

  /** The same page, again whenever it changed; the first at once, with what is there. */
  async *watch(question = {}) {
    known(question, ...QUESTION);
    const { schema, signal } = question;
    const changes = this.#channel.stream("documents", { signal, keep: 1, of: ({ schemaId }) => schemaId === schema });
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
    const { found, ...document } = await this.#channel.ask({ type: "document", id: documentId(id), viewId: view || null }, signal);
    return found ? document : null;
  }

  /** All that is stored, as a file that another leecher or a relay takes in. */
  async export(options = {}) {
    known(options, "gzip", "signal");
    return (await this.#channel.ask({ type: "export", gzip: options.gzip ?? false }, options.signal)).file;
  }

  /** Takes in such a file, verified entry by entry like what a relay sends. */
  async import(file, options = {}) {
    check(file instanceof Blob, "a file", file);
    known(options, "signal");
    const { stored, known: had, refused } = await this.#channel.ask({ type: "import", file }, options.signal);
    return { stored, known: had, refused };
  }

  /** What could be dropped to make room, by schema; what nobody asks for and what takes most room first. */
  async droppable({ signal } = {}) {
    const { parts } = await this.#channel.ask({ type: "droppable" }, signal);
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
    const answer = await this.#channel.ask({ type: "drop", ...restrictions(what), wanted: wanted?.toString() ?? null }, signal);
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
    await this.#channel.ask({ type: "wipe" }, options.signal);
    canary.write(this.#options.name ?? "bambusa", 0);
    this.close();
  }

  /** Ends the worker. What is stored stays. */
  close() {
    this.#channel.end(new LeecherError("closed", "the leecher was closed"));
  }

  get closed() {
    return this.#channel.ended !== null;
  }

  #hear(type, message) {
    if (type === "status") {
      this.#status = message;
      this.#compareWithCanary();
    }
    if (type === "relays") {
      this.#relays = message.relays;
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
}
