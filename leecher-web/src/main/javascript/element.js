// <p2panda-leecher relay="https://relay.example" schema="plants_0020…"> shows the documents of a schema as a live table.
import { LeecherError, open } from "./api.js";

const LEECHERS = new Map();

/** Elements of a page with the same relays, target and name share one leecher. */
function shared(options) {
  const key = JSON.stringify(options);
  let entry = LEECHERS.get(key);
  if (!entry) {
    entry = { users: 0, opening: open(options) };
    entry.forget = () => LEECHERS.get(key) === entry && LEECHERS.delete(key);
    LEECHERS.set(key, entry);
    entry.opening.then((leecher) => leecher.addEventListener("close", entry.forget), entry.forget);
  }
  entry.users++;
  return entry;
}

/** An element that was moved, or whose looks changed, is back at once and finds its leecher as it was. */
function leave(entry) {
  entry.users--;
  setTimeout(() => {
    if (entry.users === 0) {
      entry.forget();
      entry.opening.then((leecher) => leecher.close()).catch(() => {});
    }
  });
}

const STYLE = `
:host { display: block; font: var(--leecher-font, inherit); color: var(--leecher-color, inherit); }
:host([hidden]), [hidden] { display: none !important; }
.frame { overflow-x: auto; container-type: inline-size; border: 1px solid var(--leecher-border, color-mix(in srgb, currentColor 22%, transparent));
  border-radius: var(--leecher-radius, 8px); background: var(--leecher-background, transparent); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: start; padding: .7em .9em; font-weight: 600; }
th, td { text-align: start; padding: .5em .9em; vertical-align: top; overflow-wrap: anywhere; min-width: 9ch; unicode-bidi: plaintext; }
th { font-weight: 600; }
thead th { white-space: nowrap; border-bottom: 1px solid var(--leecher-border, color-mix(in srgb, currentColor 22%, transparent)); }
tbody tr + tr > * { border-top: 1px solid color-mix(in srgb, currentColor 10%, transparent); }
.number { text-align: end; white-space: nowrap; }
.long { min-width: 16ch; }
th button { all: unset; cursor: pointer; }
tbody button { text-decoration: underline; }
@container (max-width: 30rem) {
  table, caption, tbody, tr { display: block; }
  thead { position: absolute; display: block; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { padding: .4em 0; }
  tbody th, tbody td { display: grid; grid-template-columns: minmax(6ch, 35%) 1fr; gap: .6em; padding: .2em .9em; text-align: start; }
  tbody .number { text-align: start; white-space: normal; }
  tbody .long { min-width: 0; }
  tbody tr > *::before { content: attr(data-field); font-weight: 400; opacity: .7; }
  tbody tr + tr > * { border-top: 0; }
  tbody tr + tr { border-top: 1px solid color-mix(in srgb, currentColor 14%, transparent); }
}
button:focus-visible, th button:focus-visible, .frame:focus-visible { outline: 2px solid var(--leecher-accent, #2f7d4f); outline-offset: 2px; border-radius: 3px; }
tr.new { animation: arrive 1.2s ease-out; }
@keyframes arrive { from { background: var(--leecher-arrival, color-mix(in srgb, var(--leecher-accent, #2f7d4f) 28%, transparent)); } }
@media (prefers-reduced-motion: reduce) { tr.new { animation: none; } .lamp { animation: none !important; } }
.status, .pager { display: flex; flex-wrap: wrap; gap: .6em; align-items: center; padding: .5em .9em; margin: 0; }
.status { font-size: .9em; }
.words { flex: 1 1 0; min-inline-size: 8em; overflow-wrap: anywhere; }
.lamp { inline-size: .6em; block-size: .6em; border-radius: 50%; background: var(--leecher-idle, #8a8f88); flex: none; forced-color-adjust: none; }
[data-state="live"] .lamp { background: var(--leecher-accent, #2f7d4f); }
[data-state="catching-up"] .lamp, [data-state="starting"] .lamp { background: var(--leecher-busy, #c08a1e); animation: pulse 1.4s ease-in-out infinite; }
[data-state="offline"] .lamp { background: var(--leecher-idle, #8a8f88); }
[data-state="refused"] .lamp, [data-state="stopped"] .lamp, [data-state="error"] .lamp { background: var(--leecher-error, #b3261e); }
@keyframes pulse { 50% { opacity: .35; } }
progress { inline-size: 8em; accent-color: var(--leecher-accent, #2f7d4f); }
.pager button { font: inherit; padding: .3em .9em; border-radius: var(--leecher-radius, 8px); cursor: pointer;
  color: inherit; background: transparent; border: 1px solid var(--leecher-border, color-mix(in srgb, currentColor 35%, transparent)); }
.pager button:disabled { opacity: .45; cursor: default; }
.room { margin: 0; padding: .7em .9em; border-block-start: 1px solid var(--leecher-border, color-mix(in srgb, currentColor 22%, transparent)); }
.room ul { margin: .5em 0 0; padding: 0; list-style: none; display: grid; gap: .5em; }
.room button[aria-disabled] { opacity: .45; cursor: default; }
.room button { font: inherit; padding: .3em .9em; border-radius: var(--leecher-radius, 8px); cursor: pointer; text-align: start;
  color: inherit; background: transparent; border: 1px solid var(--leecher-border, color-mix(in srgb, currentColor 35%, transparent)); }
.differences { margin: 0; padding: 0 .9em .5em 2.4em; font-size: .9em; overflow-wrap: anywhere; }
.message { padding: 1.1em .9em; margin: 0; }
::slotted([slot="header"]), ::slotted([slot="footer"]) { display: block; margin: .7em .9em; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** Characters of a value, so that a single one does not fill the page. */
const LONGEST = 500;

/** Characters from which on a value gets a wide column where there are many. */
const LONG = 30;

/** Why there is no document, by state; beside it the status says more. */
const EMPTY = {
  starting: "Nothing is stored yet: waiting for the relay.",
  "catching-up": "Nothing is stored yet: entries are being fetched.",
  live: "There are no documents of this schema yet.",
  offline: "Nothing is stored yet, and the relay cannot be reached.",
  refused: "Nothing is stored yet, and the relay refused.",
  stopped: "Nothing is stored yet.",
};

const TEXTS = {
  starting: "Starting",
  "catching-up": "Fetching and verifying",
  live: "Live, every entry verified in this browser",
  offline: "Offline: showing what is stored",
  refused: "The relay refused: showing what is stored",
  stopped: "Stopped",
  error: "Cannot go on",
};

/** @type {typeof HTMLElement} Where there is no document, importing must not fail. */
const Base = globalThis.HTMLElement ?? class {};

export class LeecherElement extends Base {
  static observedAttributes = ["relay", "schema", "fields", "order-by", "descending", "page-size", "owners", "name", "base", "caption", "filter", "resolve", "selectable"];

  #root;
  #run = null;
  #leecher = null;
  #sort = null;
  #known = null;
  #starting = false;
  #isEmpty = false;
  #isDefined = true;

  /** The leecher behind the element, once it is open; null before, and after the element was taken out. */
  get leecher() {
    return this.#leecher;
  }

  connectedCallback() {
    if (!this.#root) {
      this.#root = this.attachShadow({ mode: "open" });
      this.#draw();
    }
    this.#restart();
  }

  disconnectedCallback() {
    this.#run?.abort();
    this.#run = null;
  }

  attributeChangedCallback(name, before, now) {
    if (before !== now && ["schema", "order-by", "descending"].includes(name)) {
      this.#sort = null;
    }
    if (before !== now && this.#root) {
      if (name === "schema") {
        this.#clear();
      }
      this.#restart();
    }
  }

  /** Several attributes are often set one after the other. */
  #restart() {
    if (!this.#starting) {
      this.#starting = true;
      queueMicrotask(() => {
        this.#starting = false;
        this.#run?.abort();
        if (this.isConnected) {
          this.#run = new AbortController();
          this.#follow(this.#run.signal);
        }
      });
    }
  }

  #draw() {
    this.#root.innerHTML = `
      <div class="frame" part="frame" data-state="starting" tabindex="0" role="region" aria-label="Documents">
        <slot name="header"></slot>
        <table part="table" role="table" hidden><caption part="caption"></caption><thead part="head" role="rowgroup"></thead><tbody part="body" role="rowgroup"></tbody></table>
        <div class="message" part="message" hidden><slot name="empty"></slot></div>
        <nav class="pager" part="pager" aria-label="Pages of documents" hidden>
          <button type="button" class="before" part="button">Previous</button>
          <button type="button" class="after" part="button">Next</button>
          <span class="count" tabindex="-1"></span>
        </nav>
        <p class="status" part="status"><span class="lamp" aria-hidden="true"></span><span class="words"></span>
          <progress hidden aria-label="Entries stored"></progress></p>
        <div class="room" part="room" role="group" aria-label="Room" hidden></div>
        <ul class="differences" part="differences" hidden></ul>
        <slot name="footer"></slot>
        <p class="hidden" role="status" aria-live="polite"></p>
      </div>`;
    adopt(this.#root, STYLE);
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }

  #options() {
    const words = (name) => this.getAttribute(name)?.split(/\s+/).filter(Boolean);
    return {
      relays: words("relay") ?? [],
      schemas: words("schema") ?? [],
      owners: words("owners") ?? null,
      name: this.getAttribute("name") ?? undefined,
      base: this.getAttribute("base") ?? undefined,
    };
  }

  async #follow(signal) {
    const options = this.#options();
    const [schema] = options.schemas;
    if (!options.relays.length || !schema) {
      this.#clear();
      this.#show("error", "Set the attributes relay and schema.");
      return;
    }
    this.#show("starting");
    // Another table of theirs names another one first.
    options.schemas.sort();
    options.owners?.sort();
    // Who asks for other owners asks for other documents, which another database holds.
    const use = shared({ ...options, name: options.name ?? ["bambusa", ...options.schemas, ...(options.owners ?? [])].join(" ") });
    signal.addEventListener("abort", () => {
      this.#leecher = null;
      leave(use);
    });
    try {
      const leecher = await use.opening;
      if (!signal.aborted) {
        this.#leecher = leecher;
        this.dispatchEvent(new CustomEvent("leecher", { detail: this.#leecher }));
        this.#leecher.addEventListener("relays", () => this.#differences(), { signal });
        this.#differences();
        await Promise.all([this.#followStatus(signal), this.#pages(schema, signal)]);
      }
    } catch (problem) {
      if (!signal.aborted) {
        // Nothing that goes on beside it may cover what went wrong.
        this.#run?.abort();
        if (problem.code === "argument") {
          this.#clear();
        }
        this.#show("error", problem.message);
      }
    }
  }

  async #followStatus(signal) {
    for await (const status of this.#leecher.states({ signal })) {
      this.#differences();
      this.#show(status.state, status.reason, status);
    }
  }

  /** Which of several relays do not hold what is stored here, and whether the one that is followed does no more. */
  #differences() {
    const list = this.#find(".differences");
    const {
      relays,
      status: { relay, relayHeld, relayEntryCount },
    } = this.#leecher;
    const lines = relays.filter(({ state }) => state === "differs").map(differenceOf);
    if (relayHeld > relayEntryCount) {
      lines.unshift(`${new URL(relay).host} was put back to an earlier state: it held ${relayHeld} entries and holds ${relayEntryCount}`);
    }
    if (list.innerText === lines.join("\n")) {
      return;
    }
    list.hidden = lines.length === 0;
    list.replaceChildren(...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  }

  /** What was shown is not what is asked for now. */
  #clear() {
    this.#find("table").hidden = this.#find(".pager").hidden = true;
    this.#say("");
    this.#isEmpty = false;
  }

  #show(state, reason, status) {
    const frame = this.#find(".frame");
    // Nothing is shown where nothing is stored.
    const short = status?.entries === 0 ? TEXTS[state].split(": ")[0] : TEXTS[state];
    const words = short + (!reason ? "" : state === "error" ? ": " + reason : ` (${reason})`);
    if (frame.dataset.state !== state) {
      this.#find("[role=status]").textContent = words;
      this.dispatchEvent(new CustomEvent("statechange", { detail: { state, reason: reason ?? null } }));
      queueMicrotask(() => this.#explain());
    }
    frame.dataset.state = state;
    const room = this.#find(".room");
    if (room.hidden === Boolean(status?.full)) {
      room.hidden = !status?.full;
      room.replaceChildren();
      if (status?.full) {
        showDroppable(this.#leecher, room, frame);
      }
    }
    // Somebody's own words are shown from the start.
    const message = this.#find(".message");
    message.hidden = state === "error" || !this.#find("table").hidden || !message.firstElementChild.assignedNodes({ flatten: true }).length;
    frame.setAttribute("aria-busy", String(state === "starting" || state === "catching-up"));
    this.#find(".words").textContent = words;
    const progress = this.#find("progress");
    progress.hidden = state !== "catching-up" || !status?.remaining;
    if (!progress.hidden) {
      progress.max = status.entries + status.remaining;
      progress.value = status.entries;
    }
  }

  /** Shows one page, live, until another is wanted. */
  async #pages(schema, signal) {
    const cursors = [undefined];
    this.#sort ??= { by: this.getAttribute("order-by") ?? undefined, descending: this.hasAttribute("descending") };
    while (!signal.aborted) {
      const turned = new AbortController();
      const stop = AbortSignal.any ? AbortSignal.any([signal, turned.signal]) : anyOf(signal, turned.signal);
      let next = null;
      let end;
      const turn = (change) => {
        next = change;
        turned.abort(new DOMException("another page", "AbortError"));
      };
      this.#find(".before").onclick = () => turn(() => cursors.pop());
      this.#find(".after").onclick = () => turn(() => cursors.push(end));
      this.#find("thead").onclick = (event) => {
        const by = event.target.closest("button")?.dataset.field;
        if (by !== undefined) {
          turn(() => {
            this.#sort = { by, descending: this.#sort.by === by && !this.#sort.descending };
            cursors.splice(1);
          });
        }
      };
      const question = {
        schema,
        filter: this.#filter(),
        resolve: this.getAttribute("resolve")?.split(/\s+/).filter(Boolean),
        orderBy: this.#sort.by,
        descending: this.#sort.descending,
        first: this.#pageSize(),
        after: cursors[cursors.length - 1],
      };
      this.#known = null;
      try {
        for await (const page of this.#leecher.watch({ ...question, signal: stop })) {
          end = page.endCursor;
          this.#table(page, cursors.length - 1);
        }
        return;
      } catch (problem) {
        if (!next) {
          throw problem;
        }
        next();
      }
    }
  }

  #pageSize() {
    const text = this.getAttribute("page-size") ?? "25";
    if (!/^0*[1-9]\d{0,2}$|^0*1000$/.test(text)) {
      throw new LeecherError("argument", `the attribute page-size is no number from 1 to 1000: ${text}`);
    }
    return Number(text);
  }

  #filter() {
    const text = this.getAttribute("filter");
    try {
      return text === null ? undefined : JSON.parse(text);
    } catch {
      throw new LeecherError("argument", "the attribute filter is no JSON: " + text);
    }
  }

  #table(page, pageNumber) {
    const there = fieldsOf(page.documents);
    const chosen = this.getAttribute("fields")?.split(/\s+/).filter(Boolean);
    const fields = chosen?.length ? chosen : there;
    const unknown = page.fields && fields.find((field) => !page.fields.includes(field));
    if (unknown) {
      throw new LeecherError("argument", `the schema has no field ${unknown}, but ${page.fields.join(", ")}`);
    }
    const table = this.#find("table");
    const isEmpty = page.documents.length === 0;
    table.hidden = isEmpty;
    this.#empty(isEmpty, page);
    this.#find("caption").textContent = this.getAttribute("caption") ?? schemaName(this.getAttribute("schema"));
    const focused = this.#root.activeElement?.dataset?.field;
    const chosenRow = this.#root.activeElement?.closest("tbody tr")?.dataset.documentId;
    this.#find("thead").replaceChildren(row(fields.map((field) => this.#heading(field, isNumber(page.documents[0]?.fields[field])))));
    if (focused !== undefined) {
      this.#find(`thead button[data-field="${CSS.escape(focused)}"]`)?.focus();
    }
    const known = this.#known;
    this.#find("tbody").replaceChildren(
      ...page.documents.map((document) => {
        const tr = row(fields.map((field, i) => cell(field, document.fields[field], i === 0)));
        tr.dataset.documentId = document.documentId;
        tr.setAttribute("part", "row");
        if (this.hasAttribute("selectable")) {
          this.#choosable(tr.firstChild, document);
        }
        if (known?.size && known.get(document.documentId) !== document.viewId) {
          tr.className = "new";
        }
        return tr;
      }),
    );
    if (chosenRow !== undefined) {
      this.#find(`[data-document-id="${chosenRow}"] button`)?.focus();
    }
    this.#known = new Map(page.documents.map(({ documentId, viewId }) => [documentId, viewId]));
    const pager = this.#find(".pager");
    pager.hidden = pageNumber === 0 && !page.hasNextPage;
    const held = this.#root.activeElement;
    this.#find(".before").disabled = pageNumber === 0;
    this.#find(".after").disabled = !page.hasNextPage;
    if (held?.disabled) {
      // A keyboard stays beside the button that cannot be used any more.
      this.#find(".count").focus();
    }
    this.#find(".count").textContent = page.total === null ? "Page " + (pageNumber + 1) : `Page ${pageNumber + 1} · ${page.total} documents`;
    this.dispatchEvent(new CustomEvent("documents", { detail: page }));
  }

  /** A button that names the row, for keyboards too. */
  #choosable(th, detail) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = th.textContent.trim() || "…" + detail.documentId.slice(-8);
    button.onclick = () => this.dispatchEvent(new CustomEvent("choose", { detail }));
    th.replaceChildren(button);
  }

  #empty(isEmpty, page) {
    const message = this.#find(".message");
    message.hidden = !isEmpty;
    this.#isEmpty = isEmpty && page.complete;
    this.#isDefined = page.fields !== null;
    if (isEmpty && !page.complete) {
      this.#say("No documents yet: they are made from entries as these arrive.");
    }
    this.#explain();
  }

  /** Why there is nothing. */
  #explain() {
    const state = this.#leecher?.status.state;
    if (this.#isEmpty && state) {
      const why = this.hasAttribute("filter") ? "No stored document matches the filter." : EMPTY[state];
      this.#say(state === "live" && !this.#isDefined ? "No documents: the relay does not know a schema of this id." : why);
    }
  }

  #say(text) {
    this.#find(".message").firstElementChild.replaceChildren(text);
  }

  #heading(field, isNumber) {
    const th = document.createElement("th");
    th.scope = "col";
    th.setAttribute("role", "columnheader");
    if (isNumber) {
      th.className = "number";
    }
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.field = field;
    const sorted = this.#sort.by === field;
    th.setAttribute("aria-sort", sorted ? (this.#sort.descending ? "descending" : "ascending") : "none");
    button.textContent = field + (sorted ? (this.#sort.descending ? " ↓" : " ↑") : "");
    th.append(button);
    return th;
  }
}

/** Shows what could be dropped to make room, with a button for each. A keyboard goes home when these are gone. */
export async function showDroppable(leecher, place, home) {
  const list = document.createElement("ul");
  const words = document.createElement("p");
  for (const { schemaId, wanted, documents, bytes } of await leecher.droppable().catch(() => [])) {
    const button = document.createElement("button");
    button.type = "button";
    button.part = "button";
    button.textContent = `Drop ${documents} ${documents === 1 ? "document" : "documents"} of ${schemaName(schemaId)}${wanted ? "" : ", which nobody asks for"} (${size(bytes)})`;
    button.onclick = async () => {
      if (button.ariaDisabled) {
        return;
      }
      // A disabled one would lose the keyboard.
      button.ariaDisabled = "true";
      const { activeElement } = place.getRootNode();
      words.textContent = "Making room…";
      const problem = await leecher.drop({ schemas: schemaId, wanted }).catch(({ message }) => message);
      button.ariaDisabled = null;
      words.textContent = typeof problem === "string" ? problem : "";
      if (activeElement === button && !button.offsetParent) {
        home.focus();
      }
    };
    const line = document.createElement("li");
    line.append(button);
    list.append(line);
  }
  words.textContent = list.firstChild
    ? "There is no more room in this browser. Drop something, and fetching goes on:"
    : "There is no more room in this browser, and nothing here that could be dropped.";
  place.replaceChildren(words, list);
}

const size = (bytes) => (bytes < 1e5 ? (bytes / 1e3).toFixed(1) + " kB" : (bytes / 1e6).toFixed(1) + " MB");

/** All fields there are; one that is text first, since it names its row. */
function fieldsOf(documents) {
  const fields = [...new Set(documents.flatMap((document) => Object.keys(document.fields)))];
  const isName = (field) => documents.every(({ fields: { [field]: value } }) => typeof value === "string" && !isId(value));
  const name = fields.find(isName);
  return name === undefined ? fields : [name, ...fields.filter((field) => field !== name)];
}

const DIFFERENCES = {
  withheld: "newest entries withheld",
  absent: "not there",
  rollback: "put back to earlier entries",
  fork: "shown behind a fork",
};

function differenceOf({ relay, differences, logs }) {
  const kinds = [...new Set(logs.map(({ kind }) => DIFFERENCES[kind]))];
  return `${new URL(relay).host} differs in ${differences === 1 ? "a log" : differences + " logs"}: ${kinds.join(", ")}`;
}

const isId = (value) => typeof value === "string" && /^0020[0-9a-f]{64}/.test(value);

const schemaName = (schema) => schema.replace(/_(0020[0-9a-f]{64}|v\d+).*$/, "");

const isNumber = (value) => typeof value === "number" || typeof value === "bigint";

function row(cells) {
  const tr = document.createElement("tr");
  // A narrow table is laid out as blocks, which must not keep it from being a table.
  tr.setAttribute("role", "row");
  tr.append(...cells);
  return tr;
}

function cell(field, value, isFirst) {
  const element = document.createElement(isFirst ? "th" : "td");
  element.setAttribute("role", isFirst ? "rowheader" : "cell");
  element.dataset.field = field;
  if (isFirst) {
    element.scope = "row";
  }
  element.setAttribute("part", "cell");
  const text = words(value);
  element.className = isNumber(value) ? "number" : text.length > LONG ? "long" : "";
  element.textContent = text.length > LONGEST ? text.slice(0, LONGEST) + "…" : text;
  return element;
}

function words(value) {
  if (value === undefined || value === null) {
    return "–";
  }
  if (typeof value === "boolean") {
    return value ? "yes" : "no";
  }
  if (Array.isArray(value)) {
    return value.map(words).join(", ");
  }
  if (typeof value === "object") {
    return words(Object.values(value.fields).find((field) => typeof field === "string" && !isId(field)) ?? value.documentId);
  }
  return isId(value) ? value.slice(0, 4) + "…" + value.slice(-8) : String(value);
}

/** A constructed style sheet is allowed by every Content-Security-Policy, a style element is not. */
function adopt(root, text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets = [sheet];
}

function anyOf(...signals) {
  const control = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) {
      control.abort(signal.reason);
    }
    signal.addEventListener("abort", () => control.abort(signal.reason), { once: true });
  }
  return control.signal;
}

if (globalThis.customElements && !customElements.get("p2panda-leecher")) {
  customElements.define("p2panda-leecher", LeecherElement);
}
