// What it says about itself.

/** Why there is no document, by state; beside it the status says more. */
export const EMPTY = {
  starting: "Nothing is stored yet: waiting for the relay.",
  "catching-up": "Nothing is stored yet: entries are being fetched.",
  live: "There are no documents of this schema yet.",
  offline: "Nothing is stored yet, and the relay cannot be reached.",
  refused: "Nothing is stored yet, and the relay refused.",
  stopped: "Nothing is stored yet.",
};

export const TEXTS = {
  starting: "Starting",
  "catching-up": "Fetching and verifying",
  live: "Live, every entry verified in this browser",
  offline: "Offline: showing what is stored",
  refused: "The relay refused: showing what is stored",
  stopped: "Stopped",
  error: "Cannot go on",
};

const DIFFERENCES = {
  withheld: "newest entries withheld",
  absent: "not there",
  rollback: "put back to earlier entries",
  fork: "shown behind a fork",
};

export function differenceOf({ relay, differences, logs }) {
  const kinds = [...new Set(logs.map(({ kind }) => DIFFERENCES[kind]))];
  return `${new URL(relay).host} differs in ${differences === 1 ? "a log" : differences + " logs"}: ${kinds.join(", ")}`;
}
