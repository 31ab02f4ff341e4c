// Compares what several relays hold of the same logs with what is stored here (replication.md 2 and 7): each is asked for its heights, at
// first all of them, then those that change. What one holds and we do not is fetched, whichever relay is followed; what it does not hold
// though we do is told, once it has had time to hear of it. Of some logs the newest entry is fetched as well: where a relay has another one,
// the two of them prove a fork.
import { hex } from "./files.js";

const HEIGHTS =
  "query($after:ReplicationCursor,$target:TargetSet,$waitSeconds:Int){node{storeId schemaIds entryCount}" +
  " logHeights(after:$after,target:$target,waitSeconds:$waitSeconds){endCursor hasNextPage reset forkProofs{publicKey logId seqNum first second} authors{publicKey logs}}}";
const WINDOWS = "query($logs:[LogWindow!]!){entriesFromLogs(logs:$logs){entries{entry operation}}}";

const WAIT_SECONDS = 20;
const PATIENCE_MILLIS = 15_000;
const PAUSE_MILLIS = 1_000;
/** So long a relay may lag behind the others. */
const GRACE_MILLIS = 3_000;
const MAX_RETRY_MILLIS = 300_000;
const LOGS_AT_ONCE = 50;
const HEADS_AT_ONCE = 50;
const LOGS_TOLD = 20;
const MAX_LOGS = 1_000_000;
const MAX_PAGES = 10_000;
const MAX_BYTES = 1 << 25;

const sleep = (millis) => new Promise((done) => setTimeout(done, millis));

class Compared {
  url;
  storeId = null;
  cursor = null;
  entryCount = 0;
  shared = null;
  /** Of each log how far the relay holds it. */
  heights = new Map();
  /** How far it once held logs of which it holds less now. */
  before = new Map();
  /** Since when a log differs, and how. */
  since = new Map();
  /** What was fetched of a log: at which heights, when next. */
  fetched = new Map();
  differences = [];
  /** Whether more was stored since it was compared. */
  isOld = false;
  /** Ends a request that waits for news. */
  waiting = null;
  state = "comparing";
  reason = null;

  constructor(url) {
    this.url = url;
  }

  describe() {
    const due = this.differences.filter(({ since }) => Date.now() - since >= GRACE_MILLIS);
    const state = this.state === "compared" ? (due.length ? "differs" : this.differences.length ? "behind" : "agrees") : this.state;
    return { relay: this.url, state, reason: this.reason, differences: due.length, logs: due.slice(0, LOGS_TOLD) };
  }
}

class Comparison {
  #relays;
  #target;
  #heights;
  #tell;
  #told = "";
  #stop = new AbortController();
  #begun = false;
  #steps = [];
  #wake = null;
  #waiting = null;
  #taken = null;
  #wanted = { hashes: [], logs: [] };

  constructor(urls, target, heights, tell) {
    this.#relays = urls.map((url) => new Compared(url));
    this.#target = target;
    this.#heights = heights;
    this.#tell = tell;
  }

  /** The relay that is followed has caught up; said again whenever it has. */
  begin() {
    if (this.#begun) {
      this.#changed();
    } else {
      this.#begun = true;
      this.#relays.forEach((relay) => this.#follow(relay));
    }
  }

  /**
   * What others sent waits for these: entries by hash, and logs from where they are held (author/logId). They may be no part of the target
   * set, as the definitions of schemas.
   */
  want(hashes, logs) {
    this.#wanted = { hashes, logs };
    this.#changed();
  }

  /** More is stored: whoever waits for news of a relay compares first. */
  #changed() {
    for (const relay of this.#relays) {
      relay.isOld = true;
      relay.waiting?.abort();
    }
  }

  /** Is fulfilled when there is something to take in. */
  ready() {
    this.#finish();
    if (this.#steps.length) {
      return Promise.resolve(true);
    }
    this.#waiting ??= new Promise((ready) => (this.#wake = () => ready(true)));
    return this.#waiting;
  }

  /** What to ingest, as in files.js, or null. What was taken before is done. */
  take() {
    this.#finish();
    const next = this.#steps.shift();
    this.#taken = next?.done ?? null;
    return next?.step ?? null;
  }

  stop() {
    this.#stop.abort();
  }

  #finish() {
    if (this.#taken) {
      this.#taken();
      this.#taken = null;
      this.#changed();
    }
  }

  /** Waits until it is taken in. */
  #give(step) {
    return new Promise((done) => {
      this.#steps.push({ step, done });
      this.#wake?.();
      this.#wake = this.#waiting = null;
    });
  }

  async #follow(relay) {
    for (let failures = 0; !this.#stop.signal.aborted; ) {
      try {
        const isDue = relay.isOld || relay.differences.length || relay.cursor === null;
        relay.isOld = false;
        await this.#read(relay, isDue ? 0 : WAIT_SECONDS).catch((problem) => {
          if (!relay.isOld) {
            throw problem;
          }
        });
        await this.#compare(relay);
        await this.#fetchWanted(relay);
        relay.state = "compared";
        relay.reason = null;
        failures = 0;
      } catch (problem) {
        relay.state = "unreachable";
        relay.reason = String(problem.message ?? problem);
        failures = Math.min(failures + 1, 5);
      }
      this.#report();
      // Who stores a lot compares less often.
      await sleep(PAUSE_MILLIS * 2 ** failures + relay.heights.size / 10);
    }
  }

  /** Hears of the heights that changed. */
  async #read(relay, waitSeconds) {
    for (let pages = 0, more = true; more; pages++) {
      const { node, logHeights } = await this.#ask(relay, HEIGHTS, { after: relay.cursor, target: this.#target, waitSeconds: pages ? 0 : waitSeconds });
      const shrunk = node.storeId === relay.storeId && Number(node.entryCount) < relay.entryCount;
      if (node.storeId !== relay.storeId) {
        Object.assign(relay, new Compared(relay.url), { storeId: node.storeId });
      }
      relay.entryCount = Number(node.entryCount);
      relay.shared = node.schemaIds;
      if ((shrunk || logHeights.reset) && relay.cursor !== null) {
        // All of it again: it may hold less of some logs.
        relay.heights.forEach((height, log) => relay.before.set(log, Math.max(height, relay.before.get(log) ?? 0)));
        relay.heights.clear();
        relay.cursor = null;
        continue;
      }
      for (const { publicKey, logs } of logHeights.authors) {
        for (const text of logs) {
          const colon = text.indexOf(":");
          relay.heights.set(publicKey + "/" + text.slice(0, colon), Number(text.slice(colon + 1)));
        }
      }
      if (relay.heights.size > MAX_LOGS || pages > MAX_PAGES) {
        throw new Error("it names more logs than can be compared");
      }
      for (const { publicKey, logId, seqNum } of logHeights.forkProofs) {
        const log = publicKey + "/" + logId;
        relay.heights.set(log, Math.min(relay.heights.get(log) ?? 0, Number(seqNum) - 1));
      }
      const proofs = logHeights.forkProofs.flatMap(({ first, second }) => [first, second]);
      if (proofs.length) {
        await this.#give({ proofs: proofs.map(entryHex), entries: [] });
      }
      more = logHeights.hasNextPage && logHeights.endCursor !== relay.cursor;
      relay.cursor = logHeights.endCursor;
    }
  }

  async #compare(relay) {
    const stored = this.#stored(relay);
    const differences = [];
    const since = new Map();
    for (const [log, { height, ended }] of stored) {
      const held = relay.heights.get(log) ?? 0;
      const kind = ended ? (held > height ? "fork" : null) : held < height ? this.#kind(relay, log, held) : null;
      if (kind) {
        const from = relay.since.get(kind + log) ?? Date.now();
        since.set(kind + log, from);
        const slash = log.indexOf("/");
        differences.push({ kind, author: log.slice(0, slash), logId: log.slice(slash + 1), stored: height, held, since: from });
      } else {
        relay.before.delete(log);
      }
    }
    relay.since = since;
    relay.differences = differences;
    this.#report();
    await this.#fetch(relay, stored);
  }

  #kind(relay, log, held) {
    if ((relay.before.get(log) ?? 0) > held) {
      return "rollback";
    }
    return held === 0 ? "absent" : "withheld";
  }

  /** The logs that the relay should know, of those stored. */
  #stored(relay) {
    const stored = new Map();
    let isShared = true;
    for (const line of this.#heights().split("\n")) {
      if (line.startsWith("#")) {
        isShared = relay.shared === null || relay.shared.includes(line.slice(1));
      } else if (line && isShared) {
        const colon = line.indexOf(":");
        stored.set(line.slice(0, colon), { height: parseInt(line.slice(colon + 1), 10), ended: line.endsWith("!") });
      }
    }
    return stored;
  }

  /** What the relay has and we have not; and some newest entries, which may turn out to be others than ours. */
  async #fetch(relay, stored) {
    const newer = [];
    const heads = [];
    for (const [log, held] of relay.heights) {
      const { height = 0, ended = false } = stored.get(log) ?? {};
      const last = relay.fetched.get(log);
      const isKnown = last?.heights === height + ":" + held;
      if (ended || held < height || (isKnown && (held === height || Date.now() < last.next))) {
        continue;
      }
      (held > height ? newer : heads).push({ log, height, held, tries: isKnown ? last.tries + 1 : 0 });
    }
    // Each time others, so that in time all are looked at.
    const first = Math.floor(Math.random() * heads.length);
    const some = [...newer, ...heads.slice(first, first + HEADS_AT_ONCE)];
    for (let start = 0; start < some.length && !this.#stop.signal.aborted; start += LOGS_AT_ONCE) {
      await this.#fetchSome(relay, some.slice(start, start + LOGS_AT_ONCE));
    }
  }

  async #fetchWanted(relay) {
    const isDue = (name) => !(relay.fetched.get(name)?.next > Date.now());
    const hashes = this.#wanted.hashes.filter(isDue);
    const logs = this.#wanted.logs.filter(isDue);
    for (const name of [...hashes, ...logs]) {
      const tries = (relay.fetched.get(name)?.tries ?? -1) + 1;
      relay.fetched.set(name, { next: Date.now() + Math.min(MAX_RETRY_MILLIS, PAUSE_MILLIS * 2 ** tries), tries });
    }
    if (logs.length) {
      await this.#fetchSome(relay, logs.map((log) => ({ log, height: 0, held: 0, tries: 0 })));
    }
    if (hashes.length) {
      const fields = hashes.map((hash, i) => `e${i}:entryByHash(hash:"${hash}"){entry operation}`);
      const found = Object.values(await this.#ask(relay, `{${fields.join(" ")}}`, {})).filter(Boolean);
      const entries = found.flatMap(({ entry, operation }) => [entry, operation]);
      if (entries.length) {
        await this.#give({ proofs: [], entries: entries.map(entryHex) });
      }
    }
  }

  async #fetchSome(relay, some) {
    const logs = some.map(({ log, height }) => {
      const [publicKey, logId] = log.split("/");
      return { publicKey, logId, seqNum: height > 1 ? String(height - 1) : null };
    });
    const { entriesFromLogs } = await this.#ask(relay, WINDOWS, { logs });
    for (const { log, height, held, tries } of some) {
      const next = Date.now() + Math.min(MAX_RETRY_MILLIS, PAUSE_MILLIS * 2 ** tries);
      relay.fetched.set(log, { heights: height + ":" + held, next, tries });
    }
    const entries = entriesFromLogs.entries.flatMap(({ entry, operation }) => [entry, operation]);
    if (entries.length) {
      await this.#give({ proofs: [], entries: entries.map(entryHex) });
    }
  }

  async #ask(relay, query, variables) {
    const patience = AbortSignal.timeout(PATIENCE_MILLIS + 1000 * (variables.waitSeconds ?? 0));
    const control = new AbortController();
    const abort = () => control.abort();
    relay.waiting = variables.waitSeconds ? control : null;
    patience.addEventListener("abort", abort);
    this.#stop.signal.addEventListener("abort", abort);
    try {
      const response = await fetch(relay.url, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ query, variables }),
        credentials: "omit",
        cache: "no-store",
        signal: control.signal,
      });
      const { data, errors } = JSON.parse(await textOf(response));
      if (!data) {
        throw new Error(errors?.[0]?.message ?? "it does not answer as a relay does");
      }
      return data;
    } finally {
      relay.waiting = null;
      this.#stop.signal.removeEventListener("abort", abort);
    }
  }

  #report() {
    const relays = this.#relays.map((relay) => relay.describe());
    const text = JSON.stringify(relays);
    if (text !== this.#told && !this.#stop.signal.aborted) {
      this.#told = text;
      this.#tell({ type: "relays", relays });
    }
  }
}

async function textOf(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; ; ) {
    const { value, done } = await reader.read();
    if (done) {
      return text + decoder.decode();
    }
    size += value.length;
    if (size > MAX_BYTES) {
      await reader.cancel();
      throw new Error("it answers with more than " + MAX_BYTES + " bytes");
    }
    text += decoder.decode(value, { stream: true });
  }
}

const entryHex = (text) => hex(text, (what) => new Error("it sends an entry that " + what));

/**
 * Begins when it is told to. question: one of the feed, as JSON, for its target set. heights: gives the logs stored, a line each
 * (author/logId:height, with ! behind it if a fork ended the log), behind a line with # and the schema. tell: hears what came of it.
 */
export function compare(urls, question, heights, tell) {
  return new Comparison(urls, JSON.parse(question).variables.target, heights, tell);
}
