// Lets the logs view, which is compiled from Java and speaks in messages, use the leecher of the public API.
import { open } from "/leecher/api.js";
import { showRelays } from "/relays.js";
import { showRoom } from "/room.js";

const TOLD = ["status", "schemas", "arrived", "refused", "fork"];

/** Looks like a worker. Opens the leecher when it is first asked to. */
export class Port extends EventTarget {
  #leecher = null;
  #opened;
  #opening = Promise.resolve();

  /** Is fulfilled with the leecher. */
  leecher = new Promise((opened) => {
    this.#opened = opened;
  });

  postMessage({ type, request, ...question }) {
    this.#answer(type, question).then(
      (answer) => answer && this.#tell({ type, request, ...answer }),
      (problem) => this.#fail(request, problem),
    );
  }

  async #answer(type, question) {
    if (type === "open") {
      // One after the other: the next, while the first is not there yet, would be another leecher.
      const before = this.#opening.catch(() => {});
      this.#opening = before.then(() => this.#open(question));
      await this.#opening;
      return { type: "opened" };
    }
    const leecher = await this.leecher;
    switch (type) {
      case "close":
        leecher.pause();
        return null;
      case "wipe":
        await leecher.deleteEverything();
        return { type: "wiped" };
      case "logs":
        return leecher.logs(question);
      case "log":
        return leecher.log(question);
      default:
        return { ...question, found: false, ...(await this.#entry(leecher, question)) };
    }
  }

  async #entry(leecher, place) {
    const entry = await leecher.entry(place);
    return entry && { found: true, ...entry };
  }

  async #open({ relays: chosen, schemaIds }) {
    const relays = chosen.flatMap((addresses) => addresses.split(" "));
    if (this.#leecher && !this.#leecher.closed) {
      await this.#leecher.resume({ relays, schemas: schemaIds });
      return;
    }
    // News comes before it is open.
    this.#leecher = await open({
      relays,
      schemas: schemaIds,
      onLeecher: (leecher) => {
        TOLD.forEach((type) => leecher.addEventListener(type, ({ detail }) => this.#tell({ type, ...detail })));
        showRelays(leecher);
        showRoom(leecher);
      },
    });
    this.#leecher.addEventListener("error", ({ detail }) => this.#tell({ type: "error", message: detail.message }));
    this.#opened(this.#leecher);
  }

  #fail(request, { message }) {
    this.#tell(this.#leecher ? { type: "failed", request, message } : { type: "error", message });
  }

  #tell(message) {
    this.dispatchEvent(new MessageEvent("message", { data: message }));
  }
}
