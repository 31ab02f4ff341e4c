// Documents as records of their own, made from operations by the program beside this and kept for the schemas that somebody asked for.
//
//   document   [schemaId, number] → view          number: that of the directory, which is the order of arrival
//   field      [schemaId, field, key, number] → 1 an index for each field that was asked for
//   meta       "documents <schemaId>" → {version, entries, forks, fields}    what the records reflect, and which fields have an index
//
// Deleted documents have no record. A record that is missing or old is made again from entries; nothing here is the only copy.
const STORES = ["meta", "document", "field"];
const CHUNK = 256;
const FIRST = 25;
const MAX_FIRST = 1000;
const LONGEST_KEY = 200;

const result = (request) =>
  new Promise((found, failed) => {
    request.onsuccess = () => found(request.result);
    request.onerror = () => failed(request.error);
  });

const stateName = (schemaId) => "documents " + schemaId;

/** A transaction that stores nothing if another tab has begun to write (IndexedDb.write says how). */
function write(database, fence) {
  const transaction = database.transaction(STORES, "readwrite", { durability: "relaxed" });
  const done = new Promise((complete, failed) => {
    transaction.oncomplete = complete;
    transaction.onabort = () =>
      failed(transaction.fenced ? new DOMException("another tab writes", "FencedError") : transaction.error || new Error("aborted"));
  });
  done.catch(() => {});
  const meta = transaction.objectStore("meta");
  const writer = meta.get("writer");
  writer.onsuccess = () => {
    if (writer.result !== fence) {
      transaction.fenced = true;
      transaction.abort();
    }
  };
  return { meta, documents: transaction.objectStore("document"), fields: transaction.objectStore("field"), done };
}

/** What is kept for a schema, or null. */
export async function kept(database, schemaId) {
  return (await result(database.transaction("meta").objectStore("meta").get(stateName(schemaId)))) ?? null;
}

/** Forgets the documents of a schema. */
export async function clear(database, fence, schemaId) {
  const { meta, documents, fields, done } = write(database, fence);
  meta.delete(stateName(schemaId));
  documents.delete(all(schemaId));
  fields.delete(all(schemaId));
  await done;
}

const all = (...prefix) => IDBKeyRange.bound(prefix, [...prefix, []]);

/** Stores some documents: {number, view}, view being null where there is none any more; and what all of them now reflect, if anything. */
export async function put(database, fence, schemaId, changes, state) {
  const { meta, documents, fields, done } = write(database, fence);
  const before = await result(meta.get(stateName(schemaId)));
  const indexed = before?.fields ?? [];
  const old = indexed.length ? await Promise.all(changes.map(({ number }) => result(documents.get([schemaId, number])))) : [];
  changes.forEach(({ number, view }, i) => {
    for (const field of indexed) {
      const was = old[i] && key(valueOf(old[i], field));
      const is = view && key(valueOf(view, field));
      if (old[i] && !(view && indexedDB.cmp(was, is) === 0)) {
        fields.delete([schemaId, field, was, number]);
      }
      if (view) {
        fields.put(1, [schemaId, field, is, number]);
      }
    }
    if (view) {
      documents.put(view, [schemaId, number]);
    } else {
      documents.delete([schemaId, number]);
    }
  });
  if (state) {
    meta.put({ ...state, fields: indexed }, stateName(schemaId));
  }
  await done;
}

/** Makes an index for a field, if there is none: in one transaction, so that it is whole or not there. */
export async function index(database, fence, schemaId, field) {
  const { meta, documents, fields, done } = write(database, fence);
  const state = await result(meta.get(stateName(schemaId)));
  if (state && !state.fields.includes(field) && isField(await anyOf(documents, schemaId), field)) {
    for (let after = 0, more = true; more; ) {
      const range = IDBKeyRange.bound([schemaId, after], [schemaId, []]);
      const [numbers, views] = await Promise.all([result(documents.getAllKeys(range, CHUNK)), result(documents.getAll(range, CHUNK))]);
      numbers.forEach(([, number], i) => fields.put(1, [schemaId, field, key(valueOf(views[i], field)), number]));
      more = numbers.length === CHUNK;
      after = more ? numbers[CHUNK - 1][1] + 1 : after;
    }
    meta.put({ ...state, fields: [...state.fields, field] }, stateName(schemaId));
  }
  await done;
}

/** A field of a document; with a dollar sign, what is known of the document itself: $documentId, $viewId, $owner, $edited. */
const valueOf = (view, name) => (name.startsWith("$") ? view[name.slice(1)] : view.fields[name]);

/** Documents of a schema have the same fields. */
const anyOf = async (documents, schemaId) => (await result(documents.getAll(all(schemaId), 1)))[0];

const isField = (view, name) => !view || (name.startsWith("$") ? name.slice(1) : "fields") in view && valueOf(view, name) !== undefined;

/** What a value is sorted by: text without regard to case, as the relay does it. */
function key(value) {
  switch (typeof value) {
    case "number":
      return Number.isNaN(value) ? -Infinity : value;
    case "bigint":
      return Number(value);
    case "boolean":
      return value ? 1 : 0;
    case "string":
      return value.slice(0, LONGEST_KEY).toLowerCase();
    default:
      return Array.isArray(value) ? value.join("_").slice(0, LONGEST_KEY) : "";
  }
}

/**
 * A page of the documents of a schema.
 *
 * related(field, id) gives the document that a relation leads to, or null.
 */
export async function query(database, schemaId, question, related) {
  const any = await anyOf(database.transaction("document").objectStore("document"), schemaId);
  const asked = [question.orderBy ?? [], Object.keys(question.filter ?? {}), question.resolve ?? []].flat();
  const unknown = asked.find((name) => !isField(any, name));
  if (unknown !== undefined) {
    return { problem: `the schema has no field ${unknown}, but ${Object.keys(any.fields).join(", ")}` };
  }
  const state = await kept(database, schemaId);
  const matches = predicate(question);
  const first = Math.min(Math.max(1, question.first ?? FIRST), MAX_FIRST);
  const page = [];
  let hasNextPage = false;
  for await (const { key: place, view } of rows(database, schemaId, state, question)) {
    if (!matches(view)) {
      continue;
    }
    if (page.length === first) {
      hasNextPage = true;
      break;
    }
    page.push({ ...view, cursor: JSON.stringify(place) });
  }
  const resolved = [question.resolve ?? []].flat();
  const plain = resolved.find((field) => page.some(({ fields }) => ![fields[field]].flat().every(isId)));
  if (plain !== undefined) {
    return { problem: `the field ${plain} is no relation` };
  }
  await Promise.all(page.map((view) => resolve(view, resolved, related)));
  return {
    documents: page,
    hasNextPage,
    endCursor: page.length ? page[page.length - 1].cursor : null,
    total: question.filter || !state ? null : await count(database, schemaId),
  };
}

const count = (database, schemaId) => result(database.transaction("document").objectStore("document").count(all(schemaId)));

const isId = (value) => typeof value === "string" && /^(0020[0-9a-f]{64}_?)+$/.test(value);

async function resolve(view, fields, related) {
  view.fields = { ...view.fields };
  for (const field of fields) {
    const value = view.fields[field];
    if (Array.isArray(value)) {
      const found = await Promise.all(value.map((id) => related(field, id)));
      view.fields[field] = found.filter((target) => target !== null);
    } else if (typeof value === "string") {
      view.fields[field] = await related(field, value);
    }
  }
}

/** The documents in the asked order, behind the cursor, a few at a time. */
async function* rows(database, schemaId, state, { orderBy, descending, after }) {
  const behind = after ? JSON.parse(after) : null;
  if (!orderBy) {
    yield* byIndex(database, "document", [schemaId], behind, descending);
  } else if (state?.fields.includes(orderBy)) {
    yield* byIndex(database, "field", [schemaId, orderBy], behind, descending);
  } else {
    yield* sorted(database, schemaId, orderBy, behind, descending);
  }
}

async function* byIndex(database, store, prefix, behind, descending) {
  let last = behind;
  while (true) {
    const low = last && !descending ? [...prefix, ...last] : prefix;
    const high = last && descending ? [...prefix, ...last] : [...prefix, []];
    const range = IDBKeyRange.bound(low, high, Boolean(last && !descending), Boolean(last && descending));
    const transaction = database.transaction(["document", "field"]);
    const keys = await keysOf(transaction.objectStore(store), range, descending);
    const documents = transaction.objectStore("document");
    const views = await Promise.all(keys.map((place) => result(documents.get([prefix[0], place[place.length - 1]]))));
    for (let i = 0; i < keys.length; i++) {
      last = keys[i].slice(prefix.length);
      if (views[i]) {
        yield { key: last, view: views[i] };
      }
    }
    if (keys.length < CHUNK) {
      return;
    }
  }
}

function keysOf(store, range, descending) {
  if (!descending) {
    return result(store.getAllKeys(range, CHUNK));
  }
  return new Promise((found, failed) => {
    const keys = [];
    const request = store.openKeyCursor(range, "prev");
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor && keys.push(cursor.key) < CHUNK) {
        cursor.continue();
      } else {
        found(keys);
      }
    };
  });
}

/** Without an index: all of them, sorted here. Until somebody who may write has made one. */
async function* sorted(database, schemaId, orderBy, behind, descending) {
  const found = [];
  for await (const { key: [number], view } of byIndex(database, "document", [schemaId], null, false)) {
    found.push({ key: [key(valueOf(view, orderBy)), number], view });
  }
  const direction = descending ? -1 : 1;
  found.sort((one, other) => direction * indexedDB.cmp(one.key, other.key));
  for (const row of found) {
    if (!behind || direction * indexedDB.cmp(row.key, behind) > 0) {
      yield row;
    }
  }
}

/** Whether a document is what a filter asks for: {field: {operator: value}} or {field: value}, all of them. */
function predicate({ filter }) {
  const tests = [];
  for (const [field, wanted] of Object.entries(filter ?? {})) {
    const operators = typeof wanted === "object" && wanted !== null && !Array.isArray(wanted) ? wanted : { eq: wanted };
    for (const [operator, operand] of Object.entries(operators)) {
      const test = OPERATORS[operator];
      tests.push((view) => test(valueOf(view, field), operand));
    }
  }
  return (view) => tests.every((test) => test(view));
}

/** Of a list, one member is enough. */
const some = (value, test) => (Array.isArray(value) ? value.some(test) : test(value));
const number = (value) => typeof value === "number" || typeof value === "bigint";
// 1n == 1, but "1" is not 1.
const equal = (one, other) => (number(one) && number(other) ? one == other : one === other);
const comparable = (one, other) => one !== undefined && (number(one) ? number(other) : typeof one === typeof other);
const within = (value, text) => String(value).toLowerCase().includes(String(text).toLowerCase());

const OPERATORS = {
  eq: (value, wanted) => some(value, (one) => equal(one, wanted)),
  notEq: (value, wanted) => !some(value, (one) => equal(one, wanted)),
  in: (value, wanted) => some(value, (one) => wanted.some((other) => equal(one, other))),
  notIn: (value, wanted) => !some(value, (one) => wanted.some((other) => equal(one, other))),
  gt: (value, wanted) => comparable(value, wanted) && value > wanted,
  gte: (value, wanted) => comparable(value, wanted) && value >= wanted,
  lt: (value, wanted) => comparable(value, wanted) && value < wanted,
  lte: (value, wanted) => comparable(value, wanted) && value <= wanted,
  contains: (value, wanted) => some(value, (one) => within(one, wanted)),
  notContains: (value, wanted) => !some(value, (one) => within(one, wanted)),
};
