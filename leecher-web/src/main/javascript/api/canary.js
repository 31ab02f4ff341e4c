// Tells whether what was stored is still there.

/** How many entries a database held, in another storage: the two are seldom lost together. */
export const canary = {
  read: (name) => storageElse(0, (storage) => Number(storage.getItem("leecher entries " + name) ?? 0)),
  write: (name, entries) => storageElse(undefined, (storage) => storage.setItem("leecher entries " + name, String(entries))),
};

/** Some pages may not store anything there. */
function storageElse(otherwise, use) {
  try {
    return use(globalThis.localStorage);
  } catch {
    return otherwise;
  }
}
