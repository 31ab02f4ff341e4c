// Documents as cells of a table.

/** Characters of a value, so that a single one does not fill the page. */
const LONGEST = 500;

/** Characters from which on a value gets a wide column where there are many. */
const LONG = 30;

/** All fields there are; one that is text first, since it names its row. */
export function fieldsOf(documents) {
  const fields = [...new Set(documents.flatMap((document) => Object.keys(document.fields)))];
  const isName = (field) => documents.every(({ fields: { [field]: value } }) => typeof value === "string" && !isId(value));
  const name = fields.find(isName);
  return name === undefined ? fields : [name, ...fields.filter((field) => field !== name)];
}

const isId = (value) => typeof value === "string" && /^0020[0-9a-f]{64}/.test(value);

export const schemaName = (schema) => schema.replace(/_(0020[0-9a-f]{64}|v\d+).*$/, "");

export const isNumber = (value) => typeof value === "number" || typeof value === "bigint";

export function row(cells) {
  const tr = document.createElement("tr");
  // A narrow table is laid out as blocks, which must not keep it from being a table.
  tr.setAttribute("role", "row");
  tr.append(...cells);
  return tr;
}

export function cell(field, value, isFirst) {
  const element = document.createElement(isFirst ? "th" : "td");
  element.setAttribute("role", isFirst ? "rowheader" : "cell");
  element.dataset.field = field;
  if (isFirst) {
    element.scope = "row";
  }
  element.setAttribute("part", "cell");
  const text = words(value);
  element.className = isNumber(value) ? "number" : text.length > LONG ? "long" : "";
  element.textContent = text.length > LONGEST ? text.slice(0, LONGEST) + "…" : text;
  return element;
}

function words(value) {
  if (value === undefined || value === null) {
    return "–";
  }
  if (typeof value === "boolean") {
    return value ? "yes" : "no";
  }
  if (Array.isArray(value)) {
    return value.map(words).join(", ");
  }
  if (typeof value === "object") {
    return words(Object.values(value.fields).find((field) => typeof field === "string" && !isId(field)) ?? value.documentId);
  }
  return isId(value) ? value.slice(0, 4) + "…" + value.slice(-8) : String(value);
}
