// Starts the worker's program: as WebAssembly where the browser can collect its garbage, else as JavaScript, which
// verifies signatures about twenty times slower. What is posted meanwhile waits.
import { load } from "./wasm-gc-module-runtime.min.js";

const early = [];
self.onmessage = (event) => early.push(event);

async function start() {
  try {
    const wasm = await load(new URL("./leecher.wasm", import.meta.url).href);
    wasm.exports.start(import.meta.url, "");
  } catch (problem) {
    const reason = String((problem && problem.message) || problem);
    console.warn("no WebAssembly with garbage collection, so verifying is slow: " + reason);
    const fallback = await import("./leecher-worker-fallback.js");
    fallback.start(import.meta.url, reason);
  }
}

start().then(
  () => early.forEach((event) => self.onmessage(event)),
  (problem) => self.postMessage({ type: "error", message: "the worker could not be started: " + problem }),
);
