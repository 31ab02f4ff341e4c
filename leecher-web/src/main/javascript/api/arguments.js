// What a page may ask for, and how it hears what is wrong with that.

/** What went wrong: code is "argument", "closed", "worker", "storage" or "quota", or "failed" for anything else. */
export class LeecherError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "LeecherError";
    this.code = code;
  }
}

/** Refuses a value that is not what it should be, in words. */
export function check(holds, expected, got) {
  if (!holds) {
    const shown = typeof got === "string" ? JSON.stringify(got) : Array.isArray(got) ? `[${got}]` : isObject(got) ? "an object" : String(got);
    throw new LeecherError("argument", `expected ${expected}, got ${shown.slice(0, 100)}`);
  }
}

/** Refuses what is no option: most often one that is misspelt. */
export function known(options, ...names) {
  check(isObject(options) && !options.addEventListener, "an object of options, as { signal }", options);
  Object.keys(options).forEach((name) => check(names.includes(name), "one of the options " + names.join(", "), name));
  const { signal } = options;
  check(signal === undefined || signal === null || signal.addEventListener, "signal as an AbortSignal", signal);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The decimal text of a number that may exceed 2^53. */
export function decimal(value, what) {
  check(typeof value === "bigint" || Number.isSafeInteger(value) || /^\d+$/.test(value), what + " as a whole number", value);
  return String(value);
}

export function publicKey(value, what = "an author as 64 hex digits") {
  check(typeof value === "string" && /^[0-9a-f]{64}$/i.test(value), what, value);
  return value.toLowerCase();
}

export function list(value, what, read = text) {
  return value === undefined || value === null ? null : [value].flat().map((item) => read(item, what));
}

function text(value, what) {
  check(typeof value === "string", what, value);
  return value;
}

export function documentId(value) {
  check(/^0020[0-9a-f]{64}$/i.test(value), "the id of a document as 0020 and 64 more hex digits", value);
  return value.toLowerCase();
}

/** Which documents. */
export function restrictions({ schemas, owners, documents }) {
  return {
    schemaIds: list(schemas, "the id of a schema"),
    owners: list(owners, "the public key of an owner as 64 hex digits", publicKey),
    documentIds: list(documents, "", documentId),
  };
}

export function relayAddress(text) {
  try {
    if (!/^(https?:\/)?\//.test(text)) {
      throw new SyntaxError("it names no host");
    }
    const url = new URL(text, globalThis.location?.href);
    if (!/^https?:$/.test(url.protocol)) {
      throw new SyntaxError("neither http nor https");
    }
    return url.pathname === "/" ? new URL("/graphql", url).href : url.href;
  } catch {
    throw new LeecherError("argument", `no address of a relay: ${text} (it begins with https:// or http://)`);
  }
}

export const QUESTION = ["schema", "filter", "orderBy", "descending", "first", "after", "resolve", "signal"];
const OPERATORS = ["eq", "notEq", "in", "notIn", "gt", "gte", "lt", "lte", "contains", "notContains"];

/** What can be told without the schema; that the fields are its fields is found out where documents are. */
export function checkQuestion({ filter, orderBy, first, after, resolve, descending }) {
  check(first === undefined || (Number.isSafeInteger(first) && first >= 1 && first <= 1000), "first from 1 to 1000", first);
  check(typeof (orderBy ?? "") === "string", "orderBy as a field", orderBy);
  check(typeof (descending ?? true) === "boolean", "descending as true or false", descending);
  check(after === undefined || after === null || isCursor(after), "after as the cursor of a document", after);
  list(resolve, "resolve as a list of fields");
  check(filter === undefined || filter === null || isObject(filter), "filter as an object of fields", filter);
  for (const wanted of Object.values(filter ?? {}).filter(isObject)) {
    check(Object.keys(wanted).length, "an operator for each field of filter", wanted);
    for (const [operator, operand] of Object.entries(wanted)) {
      check(OPERATORS.includes(operator), "one of the operators " + OPERATORS.join(", "), operator);
      check(!operator.toLowerCase().endsWith("in") || Array.isArray(operand), operator + " with a list", operand);
    }
  }
}

function isCursor(text) {
  try {
    return Number.isSafeInteger(JSON.parse(text).pop());
  } catch {
    return false;
  }
}
