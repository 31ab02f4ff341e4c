// Shows beside the logs how the relay does that serves this page; /status shows all of it. Asked for while the page is visible.
import { figure, megabytes, nearest, words } from "/limits.js";

const every = 10000;
const headlines = { ok: "everything works", degraded: "something is not taken in", unready: "the store cannot be read" };
const byId = (id) => document.getElementById(id);
let before;

async function ask(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" }, cache: "no-store" });
  return answer.json();
}

function rate({ published, replicated }) {
  const now = { at: performance.now() / 1000, stored: (published.STORED ?? 0) + (replicated.STORED ?? 0) };
  const last = before ?? now;
  before = now;
  return now.at > last.at ? Math.max(0, (now.stored - last.stored) / (now.at - last.at)) : 0;
}

function inSync(peers) {
  const count = peers.filter(({ state }) => state.startsWith("in sync")).length;
  return peers.length === 0 ? "None: it pulls from nobody" : `${figure(peers.length)}, of which ${figure(count)} in sync`;
}

function fact(name, value) {
  const item = document.createElement("li");
  item.textContent = `${name}: ${value}`;
  return item;
}

async function refresh() {
  try {
    const [health, { peers }] = await Promise.all([ask("/health?verbose"), ask("/peers")]);
    const store = health.limits.find(({ name }) => name === "store-bytes");
    byId("glance-summary").textContent = headlines[health.ready ? health.status : "unready"];
    byId("glance-facts").replaceChildren(
      ...health.reasons.map((reason) => fact("Reason", reason)),
      fact("Peers", inSync(peers)),
      fact("Stored a second", figure(rate(health.totals))),
      fact("Store", `${figure(health.entries)} entries, ${megabytes(store?.used ?? 0)}`),
      ...nearest(health.limits).slice(0, 1).map((limit) => fact("Nearest limit", words(limit))),
    );
    byId("glance").hidden = false;
  } catch {
    // The leecher says that the relay is gone; what was said last would be no news.
    byId("glance").hidden = true;
  }
}

/** Begins. */
export async function showGlance() {
  if (!document.hidden) await refresh();
  setTimeout(showGlance, every);
}
