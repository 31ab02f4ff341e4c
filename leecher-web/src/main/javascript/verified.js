// The same as leecher.js for a script tag with integrity: everything else that it loads is fetched with the hash that is written below, and
// started from the bytes that were verified. Nothing of it runs if a single file was changed.
const HASHES = {};

const MODULES = ["api.js", "element.js"];
const MEDIA_TYPES = { js: "text/javascript", wasm: "application/wasm" };
const NAMED = /(["'])\.\/([\w.-]+\.(?:js|wasm))\1/g;

/** Loaded by old browsers alone, when they need it. */
const LATER = "leecher-worker-fallback.js";

const files = new Map();

async function fetched(name) {
  const address = new URL(name, import.meta.url).href;
  const integrity = HASHES[name];
  if (!integrity) {
    throw new Error(`${address} is none of the files that this script was made for`);
  }
  try {
    const response = await fetch(address, { integrity, credentials: "omit" });
    if (response.ok) {
      return await response.arrayBuffer();
    }
    throw new Error("HTTP status " + response.status);
  } catch (problem) {
    // A browser does not tell a file that was changed from one that cannot be had.
    const there = await fetch(address, { credentials: "omit" }).then(({ ok }) => ok, () => false);
    throw new Error(there ? `${address} was changed: it is not the file that this script was made for` : `${address} cannot be loaded: ${problem.message}`);
  }
}

/** The address of a file's verified bytes, in which the names of others are those of theirs. */
function verified(name) {
  if (!files.has(name)) {
    files.set(name, load(name));
  }
  return files.get(name);
}

async function load(name) {
  const type = MEDIA_TYPES[name.split(".").pop()];
  let bytes = await fetched(name);
  if (name.endsWith(".js")) {
    const text = new TextDecoder().decode(bytes);
    const others = [...new Set([...text.matchAll(NAMED)].map((match) => match[2]))].filter((other) => other in HASHES);
    const addresses = new Map(await Promise.all(others.map(async (other) => [other, other === LATER ? later(other) : JSON.stringify(await verified(other))])));
    bytes = text.replace(NAMED, (all, quote, other) => addresses.get(other) ?? all);
  }
  return URL.createObjectURL(new Blob([bytes], { type }));
}

/** Stands where a module is imported when the need arises. */
function later(name) {
  const address = JSON.stringify(new URL(name, import.meta.url).href);
  const options = JSON.stringify({ integrity: HASHES[name], credentials: "omit" });
  return `await fetch(${address}, ${options}).then((response) => response.blob()).then((blob) => URL.createObjectURL(blob.slice(0, blob.size, "text/javascript")))`;
}

/** Where the element would be, the reason why it is not. */
function sayAtElements({ message }) {
  if (globalThis.customElements && !customElements.get("p2panda-leecher")) {
    customElements.define(
      "p2panda-leecher",
      class extends HTMLElement {
        connectedCallback() {
          this.textContent = "Not started: " + message;
          this.setAttribute("role", "alert");
        }
      },
    );
  }
}

async function start() {
  try {
    const [api, element] = await Promise.all(MODULES.map(verified));
    return { ...(await import(api)), ...(await import(element)) };
  } catch (problem) {
    sayAtElements(problem);
    throw problem;
  }
}

export const { open, Leecher, LeecherError, LeecherElement } = await start();
