// <p2panda-leecher relay="https://relay.example" schema="plants_0020…"> shows the documents of a schema as a live table.
import { LeecherError } from "./api.js";
import { showDroppable } from "./element/room.js";
import { leave, shared } from "./element/shared.js";
import { adopt } from "./element/style.js";
import { Table } from "./element/table.js";
import { EMPTY, TEXTS, differenceOf } from "./element/words.js";

export { showDroppable };

/** @type {typeof HTMLElement} Where there is no document, importing must not fail. */
const Base = globalThis.HTMLElement ?? class {};

export class LeecherElement extends Base {
  static observedAttributes = ["relay", "schema", "fields", "order-by", "descending", "page-size", "owners", "name", "base", "caption", "filter", "resolve", "selectable"];

  #root;
  #run = null;
  #leecher = null;
  #sort = null;
  #table;
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
      this.#table = new Table(this, this.#root);
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
    adopt(this.#root);
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
      status: { relay, relayHeld, relayEntryCount, forks },
    } = this.#leecher;
    const lines = relays.filter(({ state }) => state === "differs").map(differenceOf);
    if (relayHeld > relayEntryCount) {
      lines.unshift(`${new URL(relay).host} was put back to an earlier state: it held ${relayHeld} entries and holds ${relayEntryCount}`);
    }
    if (forks) {
      lines.push((forks === 1 ? "A log ends" : forks + " logs end") + " at a fork: the author signed two different entries in one place");
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
      this.#table.turn();
      try {
        for await (const page of this.#leecher.watch({ ...question, signal: stop })) {
          end = page.endCursor;
          this.#table.show(page, cursors.length - 1, this.#sort);
          this.#empty(page);
          this.dispatchEvent(new CustomEvent("documents", { detail: page }));
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

  #empty(page) {
    const isEmpty = page.documents.length === 0;
    this.#find(".message").hidden = !isEmpty;
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
