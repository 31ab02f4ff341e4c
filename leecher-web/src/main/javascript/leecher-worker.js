// Starts the worker's program: as WebAssembly where the browser can collect its garbage, else as JavaScript, which
// verifies signatures many times slower. What is posted meanwhile waits.
import { load } from "./wasm-gc-module-runtime.min.js";
import { join } from "./worker/tabs.js";
import { clear, index, kept, put, putBack, query, takeOut } from "./worker/documents.js";
import { file, read } from "./worker/files.js";
import { compare } from "./worker/relays.js";

const early = [];
self.onmessage = (event) => early.push(event);

// A program that broke down answers no more: whoever waits must hear of it.
self.addEventListener("unhandledrejection", ({ reason }) => {
  if (globalThis.WebAssembly && reason instanceof WebAssembly.RuntimeError) {
    self.postMessage({ type: "error", message: "a fault in the leecher: " + reason.message });
  }
});

// Nobody is told that a worker has died, but what it held is free then.
const live = ({ data }) => {
  const name = "leecher " + Math.random();
  if (data.type === "open") {
    self.navigator.locks?.request(name, () => {
      self.postMessage({ type: "alive", name });
      return new Promise(() => {});
    });
  }
};
self.addEventListener("message", live, { once: true });

// Where a page of another origin started this from a blob, only the blob's address may start further workers.
const script = self.location.href;
const parts = { join, documents: { clear, index, kept, put, putBack, query, takeOut }, files: { file, read }, compare };

async function start() {
  try {
    const wasm = await load(new URL("./leecher.wasm", import.meta.url).href);
    wasm.exports.start(script, "", parts);
  } catch (problem) {
    console.warn("no WebAssembly with garbage collection, so verifying is slow: " + ((problem && problem.message) || problem));
    const reason = "this browser has no WebAssembly with garbage collection, or the page's policy forbids it";
    const fallback = await import(/* webpackIgnore: true */ /* @vite-ignore */ new URL("./leecher-worker-fallback.js", import.meta.url).href);
    fallback.start(script, reason, parts);
  }
}

start().then(
  () => early.forEach((event) => self.onmessage(event)),
  (problem) => self.postMessage({ type: "error", message: "the worker could not be started: " + problem }),
);
