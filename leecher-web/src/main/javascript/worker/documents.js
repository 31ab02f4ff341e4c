// Documents as records of their own, made from operations by the program beside this and kept for the schemas that somebody asked for.
//
//   document   [schemaId, number] → view          number: that of the directory, which is the order of arrival
//   field      [schemaId, field, key, number] → 1 an index for each field that was asked for
//   meta       "documents <schemaId>" → {version, entries, forks, fields, noted}    what the records reflect, which fields have an index, and which of
//                                                those that are put are noted in one
//
// Deleted documents have no record. A record that is missing or old is made again from entries; nothing here is the only copy.
const STORES = ["meta", "document", "field"];
const READ = STORES.slice(1);
const CHUNK = 256;
const FEW = 4;
const FIRST = 25;
const MAX_FIRST = 1000;
const LONGEST_KEY = 200;
const TIDY_MILLIS = 3000;
const making = new Set();

const result = (request) =>
  new Promise((found, failed) => {
    request.onsuccess = () => found(request.result);
    request.onerror = () => failed(request.error);
  });

const stateName = (schemaId) => "documents " + schemaId;

/** A transaction that stores nothing if another tab has begun to write (IndexedDb.write says how). */
function write(database, fence, stores = STORES) {
  const transaction = database.transaction(stores, "readwrite", { durability: "relaxed" });
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
  const [, documents, fields] = stores.map((store) => transaction.objectStore(store));
  return { transaction, meta, documents, fields, done };
}

/** What is kept for a schema, or null. */
export async function kept(database, schemaId) {
  return (await result(database.transaction("meta").objectStore("meta").get(stateName(schemaId)))) ?? null;
}

/** Forgets the documents of a schema. */
export async function clear(database, fence, schemaId) {
  const { meta, documents, fields, done } = write(database, fence);
  meta.delete(stateName(schemaId));
  documents.delete(whole(schemaId));
  fields.delete(whole(schemaId));
  await done;
}

/**
 * All that is stored but for documents, as [store, key, value]; then the database is deleted. changes are of the same form and count instead of
 * what is stored, null for what goes.
 *
 * Chromium counts what was deleted until it tidies up, which it does where nobody has a database open, and meanwhile lets nothing be written.
 */
export async function takeOut(database, name, changes) {
  const changed = new Set(changes.map(([store, key]) => store + key));
  const kept = changes.filter(([, , value]) => value);
  for (const store of ["page", "segment", "meta"]) {
    for (let range = null, more = true; more; ) {
      const from = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([result(from.getAllKeys(range, CHUNK)), result(from.getAll(range, CHUNK))]);
      keys.forEach((key, i) => changed.has(store + key) || /^(writer$|documents )/.test(key) || kept.push([store, key, values[i]]));
      more = keys.length === CHUNK;
      range = more ? IDBKeyRange.lowerBound(keys[CHUNK - 1], true) : null;
    }
  }
  database.close();
  await result(indexedDB.deleteDatabase(name));
  await new Promise((tidied) => setTimeout(tidied, TIDY_MILLIS));
  return kept;
}

/** Puts it into the database made anew, at once or not at all. */
export async function putBack(database, fence, kept) {
  const { transaction, done } = write(database, fence, ["meta", "page", "segment"]);
  kept.forEach(([store, key, value]) => transaction.objectStore(store).put(value, key));
  await done;
}

const whole = (...prefix) => IDBKeyRange.bound(prefix, [...prefix, []]);

/** Stores some documents: {number, view}, view being null where there is none any more; and what all of them now reflect, if anything. */
export async function put(database, fence, schemaId, changes, state) {
  const { meta, documents, fields, done } = write(database, fence);
  const before = await result(meta.get(stateName(schemaId)));
  const indexed = notedFields(before);
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
    meta.put({ ...state, fields: before?.fields ?? [], noted: indexed }, stateName(schemaId));
  }
  await done;
}

/** Makes an index for a field, if there is none: some documents at a time, lest others wait; what changes meanwhile is noted in it. */
export async function index(database, fence, schemaId, field) {
  const name = [database.name, schemaId, field].join();
  if (making.has(name)) {
    return;
  }
  making.add(name);
  try {
    for (let last = null, more = true; more; ) {
      const { meta, documents, fields, done } = write(database, fence);
      const state = await result(meta.get(stateName(schemaId)));
      const noted = notedFields(state);
      more = state && !state.fields.includes(field) && isField(await anyOf(documents, schemaId), field);
      if (more) {
        if (!noted.includes(field)) {
          fields.delete(whole(schemaId, field));
          last = null;
        }
        const range = behind([schemaId], last);
        const [keys, views] = await Promise.all([result(documents.getAllKeys(range, CHUNK)), result(documents.getAll(range, CHUNK))]);
        keys.forEach(([, number], i) => fields.put(1, [schemaId, field, key(valueOf(views[i], field)), number]));
        more = keys.length === CHUNK;
        last = more && [keys[CHUNK - 1][1]];
        meta.put({ ...state, fields: more ? state.fields : [...state.fields, field], noted: [...new Set([...noted, field])] }, stateName(schemaId));
      }
      await done;
    }
  } finally {
    making.delete(name);
  }
}

/** Those that have an index, and those that are about to. */
const notedFields = (state) => state?.noted ?? state?.fields ?? [];

/** A field of a document; with a dollar sign, what is known of the document itself: $documentId, $viewId, $owner, $edited. */
const valueOf = (view, name) => (name.startsWith("$") ? view[name.slice(1)] : view.fields[name]);

/** Documents of a schema have the same fields. */
const anyOf = async (documents, schemaId) => (await result(documents.getAll(whole(schemaId), 1)))[0];

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
 * A page of the documents of a schema. With a fence to write with, the field that orders them gets an index afterwards.
 *
 * types gives the type of each field of the schema, or is null while that is not known; related(field, id) gives the document that a relation leads to, or null.
 */
export async function query(database, fence, schemaId, types, question, related) {
  const problem = types && problemOf(question, types);
  if (problem) {
    return { problem };
  }
  const state = await kept(database, schemaId);
  const first = Math.min(Math.max(1, question.first ?? FIRST), MAX_FIRST);
  const found = [];
  for await (const some of rows(database, schemaId, state, question, predicate(question))) {
    found.push(...some);
    if (found.length > first) {
      break;
    }
  }
  const page = found.slice(0, first).map(({ key, view }) => ({ ...view, cursor: cursor(key) }));
  const resolved = [question.resolve ?? []].flat();
  await Promise.all(page.map((view) => resolve(view, resolved, related)));
  const total = question.filter || !state ? null : await count(database, schemaId);
  if (fence && question.orderBy && !state?.fields.includes(question.orderBy)) {
    index(database, fence, schemaId, question.orderBy).catch(() => {});
  }
  return {
    documents: page,
    hasNextPage: found.length > first,
    fields: types && Object.keys(types),
    endCursor: page.length ? page[page.length - 1].cursor : null,
    total,
  };
}

const count = (database, schemaId) => result(database.transaction("document").objectStore("document").count(whole(schemaId)));

/** What is wrong with a question to documents with such fields, in words. */
function problemOf({ orderBy, filter, resolve }, types) {
  const all = { ...types, $documentId: "str", $viewId: "str", $owner: "str", $edited: "bool" };
  const related = [resolve ?? []].flat();
  const conditions = conditionsOf(filter);
  for (const field of [orderBy ?? [], conditions.map(([name]) => name), related].flat()) {
    if (!Object.hasOwn(all, field)) {
      return `the schema has no field ${field}, but ${Object.keys(types).join(", ")}`;
    }
  }
  const plain = related.find((field) => !all[field].includes("("));
  if (plain !== undefined) {
    return `the field ${plain} is no relation`;
  }
  return conditions.map((condition) => problemOfCondition(condition, all)).find(Boolean);
}

const KINDS = { bool: "true or false", int: "a number", float: "a number" };
const IS = { boolean: "true or false", number: "a number", bigint: "a number", string: "text" };

function problemOfCondition([field, operator, operand], types) {
  const type = types[field].replace(/\(.*/, "");
  const kind = KINDS[type] ?? "text";
  const operators = Object.keys(OPERATORS).filter((name) =>
    /^[gl]t/.test(name) ? !/bool|_list/.test(type) : !/contains/i.test(name) || kind === "text",
  );
  const values = Array.isArray(operand) && /in$/i.test(operator) ? operand : [operand];
  const wrong = values.findIndex((value) => IS[typeof value] !== kind || Number.isNaN(value));
  const [expected, got] = operators.includes(operator) ? [kind, wrong < 0 ? null : inWords(values[wrong])] : ["one of the operators " + operators.join(", "), operator];
  return got && `expected ${expected} for ${field} (${type}), got ${got}`;
}

const inWords = (value) => (typeof value === "string" ? JSON.stringify(value.slice(0, 100)) : typeof value === "object" && value ? "an object" : String(value));

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

/** The documents that match, in the asked order, behind the cursor, some at a time: [{key, view}]. */
async function* rows(database, schemaId, state, { orderBy, descending, after, filter }, matches) {
  let last = after ? JSON.parse(after) : null;
  if (!orderBy && !descending) {
    yield* all(database, schemaId, matches, last);
    return;
  }
  const prefix = orderBy ? [schemaId, orderBy] : [schemaId];
  const isIndexed = !orderBy || state?.fields.includes(orderBy);
  for (let chunk = 0; isIndexed && (chunk < FEW || !filter); chunk++) {
    const transaction = database.transaction(READ);
    const keys = await keysOf(transaction.objectStore(orderBy ? "field" : "document"), behind(prefix, last, descending), descending);
    const places = keys.map((place) => place.slice(prefix.length));
    yield (await viewsAt(transaction, schemaId, places)).filter(({ view }) => matches(view));
    if (places.length < CHUNK) {
      return;
    }
    last = places[CHUNK - 1];
  }
  // No index yet, or few match: to read all is faster than to get each by its number.
  const order = descending ? (one, other) => inOrder(other, one) : inOrder;
  const found = [];
  for await (const some of all(database, schemaId, matches)) {
    const places = some.map(({ key: [number], view }) => (orderBy ? [key(valueOf(view, orderBy)), number] : [number]));
    found.push(...places.filter((place) => !last || order(place, last) > 0));
  }
  found.sort(order);
  for (let i = 0; i < found.length; i += CHUNK) {
    yield await viewsAt(database.transaction(READ), schemaId, found.slice(i, i + CHUNK));
  }
}

/** JSON, which has no word for what is infinite. */
const cursor = (place) => JSON.stringify(place).replace(/^\[null/, place[0] < 0 ? "[-1e999" : "[1e999");

/** Keys in the order of the database: those of one field are all text or all numbers. */
const inOrder = ([one, number = 0], [other, otherNumber = 0]) => (one < other ? -1 : one > other ? 1 : number - otherNumber);

function behind(prefix, last, descending) {
  const place = last && [...prefix, ...last];
  return descending
    ? IDBKeyRange.bound(prefix, place ?? [...prefix, []], false, Boolean(place))
    : IDBKeyRange.bound(place ?? prefix, [...prefix, []], Boolean(place));
}

/** The documents that match in the order of arrival. */
async function* all(database, schemaId, matches, last = null) {
  const documents = database.transaction("document").objectStore("document");
  for (let more = true; more; ) {
    const range = behind([schemaId], last);
    const [keys, views] = await Promise.all([result(documents.getAllKeys(range, CHUNK)), result(documents.getAll(range, CHUNK))]);
    yield views.map((view, i) => ({ key: [keys[i][1]], view })).filter(({ view }) => matches(view));
    more = keys.length === CHUNK;
    last = more && [keys[CHUNK - 1][1]];
  }
}

/** The documents at some places, each of which ends with a number. */
async function viewsAt(transaction, schemaId, places) {
  const documents = transaction.objectStore("document");
  const views = await Promise.all(places.map((place) => result(documents.get([schemaId, place[place.length - 1]]))));
  return places.map((key, i) => ({ key, view: views[i] })).filter(({ view }) => view);
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

/** Whether a document is what a filter asks for: {field: {operator: value}} or {field: value}, all of them. */
function predicate({ filter }) {
  const tests = conditionsOf(filter).map(([field, operator, operand]) => (view) => OPERATORS[operator](valueOf(view, field), operand));
  return (view) => tests.every((test) => test(view));
}

/** A filter as [field, operator, operand]. */
const conditionsOf = (filter) =>
  Object.entries(filter ?? {}).flatMap(([field, wanted]) =>
    Object.entries(typeof wanted === "object" && wanted && !Array.isArray(wanted) ? wanted : { eq: wanted }).map((one) => [field, ...one]),
  );

/** Of a list, one member is enough. */
const some = (value, test) => (Array.isArray(value) ? value.some(test) : test(value));
const number = (value) => typeof value === "number" || typeof value === "bigint";
// 1n == 1, but "1" is not 1.
const equal = (one, other) => (number(one) && number(other) ? one == other : one === other);
const within = (value, text) => value.toLowerCase().includes(text.toLowerCase());

const OPERATORS = {
  eq: (value, wanted) => some(value, (one) => equal(one, wanted)),
  notEq: (value, wanted) => !some(value, (one) => equal(one, wanted)),
  in: (value, wanted) => some(value, (one) => wanted.some((other) => equal(one, other))),
  notIn: (value, wanted) => !some(value, (one) => wanted.some((other) => equal(one, other))),
  gt: (value, wanted) => value > wanted,
  gte: (value, wanted) => value >= wanted,
  lt: (value, wanted) => value < wanted,
  lte: (value, wanted) => value <= wanted,
  contains: (value, wanted) => some(value, (one) => within(one, wanted)),
  notContains: (value, wanted) => !some(value, (one) => within(one, wanted)),
};
