// Copied by a host beside a page, keeps the page, what it names in its HTML, and the leecher's files for when neither the host nor the relay
// answers: navigator.serviceWorker.register("offline.js?relay=https://relay.example"). What the leecher stores it keeps by itself.
//
// The network is always asked first, so nothing kept is in the way of what is newer; and only what can be loaded again is kept: requests to
// relays for entries, and whatever else a page does beyond its own folder, never come here.
const FILES = [
  "leecher.js",
  "api.js",
  "element.js",
  "leecher-worker.js",
  "leecher.wasm",
];
const NAME = "bambusa-offline";
const PATIENCE_MILLIS = 5000;
const NAMED = /<(?:script|link|img|source)\b[^>]*?\b(?:src|href)=["']?([^"' >]+)/gi;

const scope = new URL("./", self.location.href).href;
const relay = new URL("/leecher/", new URL(self.location.href).searchParams.get("relay") ?? self.location.origin).href;

/** Pages are the same whatever their fragment. */
const key = (address) => address.replace(/#.*/, "");

const isKept = (address) => address.startsWith(relay) || (address.startsWith(scope) && key(address) !== key(self.location.href));

async function keep(cache, address) {
  const response = await fetch(address, { cache: "no-cache", credentials: address.startsWith(relay) ? "omit" : "same-origin" });
  if (response.ok) {
    await cache.put(key(address), response.clone());
  }
  return response;
}

/** A page that was open before this came, and what its HTML names. */
async function keepPage(cache, address) {
  const response = await keep(cache, address);
  const text = response.headers.get("content-type")?.includes("text/html") ? await response.text() : "";
  const named = [...text.matchAll(NAMED)].map((match) => new URL(match[1], address).href).filter(isKept);
  await Promise.allSettled(named.map((one) => keep(cache, one)));
}

async function keepAll() {
  const cache = await caches.open(NAME);
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const open = pages.map(({ url }) => url).filter((url) => url.startsWith(scope));
  await Promise.all([...FILES.map((file) => keep(cache, relay + file)), ...open.map((page) => keepPage(cache, page))]);
}

/** What a host says of the version of a file, if it does. */
const version = (response) => response?.headers.get("etag") ?? response?.headers.get("last-modified");

async function networkElseKept(request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(key(request.url));
  try {
    const fresh = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MILLIS) } : {});
    // Not anew each time: what is replaced keeps its room for as long as the browser runs.
    const isSame = version(kept) && version(kept) === version(fresh);
    if (fresh.ok && fresh.type !== "opaque" && !isSame) {
      await cache.put(key(request.url), fresh.clone());
    }
    return fresh.ok || !kept ? fresh : kept;
  } catch (problem) {
    if (kept) {
      return kept; // Nobody answers, or too slowly to wait for.
    }
    throw problem;
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && isKept(event.request.url)) {
    event.respondWith(networkElseKept(event.request));
  }
});
