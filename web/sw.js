// Keeps the page itself, so that it can be loaded again when the relay is gone and show what the browser has stored.
//
// The files of one build belong together: they are fetched as a set, kept under a name made from their ETags, and the set before is deleted
// only when the new one is whole. The relay is always asked first, so the cache is never in the way of a newer build, and nothing but these
// files is touched: requests to /graphql never come here.
const FILES = [
  "/",
  "/page.css",
  "/start.js",
  "/port.js",
  "/relays.js",
  "/room.js",
  "/glance.js",
  "/limits.js",
  "/documents.js",
  "/icon.svg",
  "/leecher/page.js",
  "/leecher/leecher-worker.js",
  "/leecher/api.js",
  "/leecher/element.js",
  "/leecher/leecher.wasm",
];
const PREFIX = "bambusa-page-";
const PATIENCE_MILLIS = 5000;

async function keepBuild() {
  const responses = await Promise.all(FILES.map((file) => fetch(file, { cache: "no-cache" })));
  if (!responses.every((response) => response.ok)) {
    return;
  }
  const build = responses.map((r) => r.headers.get("etag") ?? r.headers.get("last-modified") ?? "").join(" ");
  const name = PREFIX + build;
  const cache = await caches.open(name);
  // Once: what is replaced keeps its room for as long as the browser runs.
  const isWhole = (await cache.keys()).length === FILES.length;
  await Promise.all(FILES.map((file, i) => (isWhole ? responses[i].body?.cancel() : cache.put(file, responses[i]))));
  for (const other of await caches.keys()) {
    if (other.startsWith(PREFIX) && other !== name) {
      await caches.delete(other);
    }
  }
}

async function relayElseKept(request, path) {
  const kept = await caches.match(path);
  if (!kept) {
    return fetch(request);
  }
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MILLIS) });
    return fresh.ok ? fresh : kept;
  } catch {
    return kept; // The relay is gone, or too slow to wait for.
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepBuild());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || !FILES.includes(url.pathname)) {
    return;
  }
  const answer = relayElseKept(event.request, url.pathname);
  event.respondWith(answer);
  if (event.request.mode === "navigate") {
    // A relay that is gone is no fault: the set kept before stays.
    event.waitUntil(answer.then(keepBuild).catch(() => undefined));
  }
});
