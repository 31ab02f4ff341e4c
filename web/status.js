// Shows how the relay does, asked for again every two seconds while the page is visible.
import { megabytes, nearest, nearness, words } from "/limits.js";

const every = 2000;
const shownLimits = 6;
const lamps = { ok: "live", degraded: "offline", unready: "refused" };
const headlines = { ok: "Everything works", degraded: "Something is not taken in", unready: "The store cannot be read" };

const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const byId = (id) => document.getElementById(id);
const show = (id, text) => { byId(id).textContent = text; };
const sum = (counts) => Object.values(counts).reduce((all, count) => all + count, 0);
const stored = (totals) => (totals.published.STORED ?? 0) + (totals.replicated.STORED ?? 0);
const notRefused = ["STORED", "DUPLICATE", "PARKED", "FORKED"];
let before;

function refused(totals) {
  const all = [...Object.entries(totals.published), ...Object.entries(totals.replicated)];
  return all.reduce((count, [outcome, more]) => count + (notRefused.includes(outcome) ? 0 : more), 0);
}

function rates(totals, seconds) {
  const now = { at: seconds, stored: stored(totals), refused: refused(totals), requests: sum(totals.requests) };
  if (before && now.at > before.at) {
    for (const name of ["stored", "refused", "requests"]) {
      show(name, number.format(Math.max(0, (now[name] - before[name]) / (now.at - before.at))));
    }
  }
  before = now;
}

function average(seconds, count) {
  return count > 0 ? `${number.format((1000 * seconds) / count)} ms` : "–";
}

function limitLine(limit) {
  const meter = document.createElement("meter");
  meter.high = 0.8;
  meter.value = Math.min(1, nearness(limit));
  const item = document.createElement("li");
  item.append(meter, ` ${words(limit)} (${limit.meaning})`);
  return item;
}

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

function peerLine({ address, state, reason }) {
  return line(`${address}: ${state}${state === "resting" ? `, ${reason}` : ""}`);
}

async function ask(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" }, cache: "no-store" });
  return answer.json();
}

async function refresh() {
  const notice = byId("notice");
  try {
    const [health, { peers }] = await Promise.all([ask("/health?verbose"), ask("/peers")]);
    const { totals, limits } = health;
    const how = health.ready ? health.status : "unready";
    byId("relay").dataset.state = lamps[how];
    show("headline", headlines[how]);
    show("detail", health.reasons.length > 0 ? health.reasons.join("; ") : `Version ${health.version}`);
    for (const name of ["entries", "logs", "authors"]) show(name, number.format(health[name]));
    rates(totals, performance.now() / 1000);
    show("time", average(totals.requestSeconds, sum(totals.requests)));
    show("commit", average(totals.commitSeconds, totals.commits));
    show("memory", megabytes(totals.heapBytes));
    byId("near").replaceChildren(...nearest(limits).slice(0, shownLimits).map(limitLine));
    const lines = peers.map(peerLine);
    byId("peer-list").replaceChildren(...(lines.length > 0 ? lines : [line("None: this relay pulls from nobody.")]));
    notice.hidden = true;
  } catch (failure) {
    notice.textContent = `The relay does not answer; what you see is the last it said. (${failure.message})`;
    notice.hidden = false;
  }
}

async function follow() {
  if (!document.hidden) await refresh();
  setTimeout(follow, every);
}

follow();
