// Which elements of a page use one leecher.
import { open } from "../api.js";

const LEECHERS = new Map();

/** Elements of a page with the same relays, target and name share one leecher. */
export function shared(options) {
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
export function leave(entry) {
  entry.users--;
  setTimeout(() => {
    if (entry.users === 0) {
      entry.forget();
      entry.opening.then((leecher) => leecher.close()).catch(() => {});
    }
  });
}
