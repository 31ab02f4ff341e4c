// The documents view of the page: a schema's documents as a table; one document with its operations drawn, and who wrote what in which order.
const PAGE = 25;
const BRIEF = 160;
const SVG = "http://www.w3.org/2000/svg";

const find = (id) => document.getElementById(id);
const view = find("documents-view");

/** An element with a class, or none, and what is in it. */
function make(name, className, ...content) {
  const element = document.createElement(name);
  if (className) {
    element.className = className;
  }
  element.append(...content);
  return element;
}

const isId = (value) => typeof value === "string" && /^0020[0-9a-f]{64}/.test(value);
const numeric = (value) => (typeof value === "number" || typeof value === "bigint" ? "number" : "");
const short = (id) => id.slice(-8);
const shortAuthor = (key) => key.slice(0, 8);

function words(value) {
  if (value === undefined || value === null) {
    return "–";
  }
  if (typeof value === "boolean") {
    return value ? "yes" : "no";
  }
  if (Array.isArray(value)) {
    return value.map(words).join(", ") || "–";
  }
  return isId(value) ? "…\u2060" + short(value) : String(value); // Not broken between the two.
}

/** As much of a value as has room beside others. */
function brief(value) {
  const text = words(value);
  return text.length > BRIEF ? text.slice(0, BRIEF).replace(/[\uD800-\uDBFF]$/, "") + "…" : text;
}

/** Puts something in the place of what was shown; a keyboard that was at one of its links or buttons stays there. */
function replace(place, ...content) {
  const was = place.contains(document.activeElement) ? document.activeElement : null;
  const scrolled = place.querySelector(".scroll")?.scrollLeft;
  place.replaceChildren(...content);
  if (scrolled) {
    place.querySelector(".scroll").scrollLeft = scrolled;
  }
  if (was) {
    const same = [...place.querySelectorAll("a, button, select")].find((one) => (one.href ?? one.textContent) === (was.href ?? was.textContent));
    (same?.disabled ? place.querySelector(".pager span") : same)?.focus();
  }
}

const count = (number, thing) => number + " " + thing + (number === 1 ? "" : "s");

/** What people publish comes before what describes it. */
const isSystem = (id) => /_v\d+$/.test(id);

const schemaName = (id) => id.replace(/_0020[0-9a-f]{64}(_0020[0-9a-f]{64})*$/, "");

export function showDocuments(leecher) {
  let control = new AbortController();
  let schema = null;
  let held = [];
  let offer = () => {};

  async function follow() {
    control.abort();
    control = new AbortController();
    const { signal } = control;
    const parts = decodeURIComponent(location.hash.slice(1)).split("/");
    const shown = parts[0] === "documents" || parts[0] === "document";
    document.body.dataset.view = shown ? "documents" : "logs";
    for (const link of document.querySelectorAll(".views a")) {
      link.toggleAttribute("aria-current", (link.hash === "#documents") === shown);
    }
    if (!shown) {
      return;
    }
    try {
      if (parts[0] === "document") {
        await followDocument(parts[1], signal);
      } else {
        schema = parts[1] ?? schema ?? held.find((id) => !isSystem(id)) ?? held[0] ?? null;
        await followTable(signal);
      }
    } catch (problem) {
      if (!signal.aborted) {
        view.replaceChildren(make("p", "notice bad", problem.message));
      }
    }
  }

  async function followTable(signal) {
    const title = make("h2", "", "Documents");
    const choice = make("select");
    choice.id = "document-schema";
    const label = make("label", "field", "Schema ", choice);
    offer = () =>
      choice.replaceChildren(
        ...held.map((id) => {
          const option = make("option", "", isSystem(id) ? id : `${schemaName(id)} …${short(id)}`);
          option.value = id;
          option.title = id;
          option.selected = id === schema;
          return option;
        }),
      );
    offer();
    choice.onchange = () => {
      location.hash = "documents/" + choice.value;
    };
    const table = make("div", "card flush");
    replace(view, title, label, table, ...(schema ? [embedding(schema)] : []));
    if (!schema) {
      table.replaceChildren(make("p", "hint center", "No documents yet. They are made of entries, as these arrive."));
      return;
    }
    const cursors = [null];
    await showPage();

    async function showPage() {
      const turned = new AbortController();
      signal.addEventListener("abort", () => turned.abort(signal.reason), { once: true });
      try {
        for await (const page of leecher.watch({ schema, first: PAGE, after: cursors[cursors.length - 1], signal: turned.signal })) {
          const turn = (change) => () => {
            change();
            turned.abort();
          };
          replace(
            table,
            ...tableOf(page),
            pager(cursors.length, page, turn(() => cursors.pop()), turn(() => cursors.push(page.endCursor))),
          );
        }
      } catch (problem) {
        if (signal.aborted || !turned.signal.aborted) {
          throw problem;
        }
        await showPage();
      }
    }
  }

  async function followDocument(id, signal) {
    const changes = leecher.states({ signal });
    let shown;
    for (let known = false; ; known = true) {
      const found = await leecher.document(id, { signal });
      if (!found) {
        view.replaceChildren(make("p", "hint center", "This document is not stored here."));
      } else if (found.viewId !== shown) {
        shown = found.viewId;
        replace(view, ...documentOf(found, known));
      }
      await changes.next();
    }
  }

  leecher.addEventListener("schemas", ({ detail }) => {
    const before = held.length;
    held = detail.held;
    if (before === 0 && held.length > 0 && document.body.dataset.view === "documents") {
      follow();
    } else if (held.length !== before) {
      offer();
    }
  });
  leecher
    .logs({ limit: 1000 })
    .then(({ logs }) => {
      held = [...new Set([...held, ...logs.map(({ schemaId }) => schemaId).filter(Boolean)])];
      return follow();
    })
    .catch((problem) => console.warn("schemas are not known: " + problem.message));
  addEventListener("hashchange", follow);
}

function tableOf({ documents, complete }) {
  if (documents.length === 0) {
    return [make("p", "hint center", complete ? "No documents of this schema are stored yet." : "Documents are being made of what is stored.")];
  }
  const fields = [...new Set(documents.flatMap((one) => Object.keys(one.fields)))];
  const name = fields.find((field) => documents.every(({ fields: values }) => typeof values[field] === "string" && !isId(values[field])));
  const columns = name === undefined ? fields : [name, ...fields.filter((field) => field !== name)];
  const head = make("tr", "", ...[...columns, "created by"].map((column) => Object.assign(make("th", numeric(documents[0].fields[column]), column), { scope: "col" })));
  const rows = documents.map((one) => {
    const link = make("a", "", (columns.length && brief(one.fields[columns[0]]).trim()) || "…" + short(one.documentId));
    link.href = "#document/" + one.documentId;
    const cells = columns.slice(1).map((column) => {
      const value = one.fields[column];
      return make("td", numeric(value), make("div", "clamp", brief(value)));
    });
    return make("tr", "", Object.assign(make("th", "", link), { scope: "row" }), ...cells, make("td", "", make("code", "", shortAuthor(one.owner))));
  });
  return [make("div", "scroll", make("table", "documents", make("thead", "", head), make("tbody", "", ...rows)))];
}

/** The lines that show this table in a page of the reader's own. */
function embedding(schema) {
  const { origin } = location;
  const lines = `<script type="module" src="${origin}/leecher/leecher.js"></script>\n<p2panda-leecher relay="${origin}" schema="${schema}"></p2panda-leecher>`;
  const code = make("pre", "wrap", make("code", "", lines));
  code.tabIndex = 0;
  return make("details", "embedding", make("summary", "", "In your own page"), code);
}

function pager(number, page, back, on) {
  const before = Object.assign(make("button", "", "Previous"), { type: "button", disabled: number === 1, onclick: back });
  const after = Object.assign(make("button", "", "Next"), { type: "button", disabled: !page.hasNextPage, onclick: on });
  const place = Object.assign(make("span", "", `Page ${number}` + (page.total === null ? "" : ` · ${page.total} documents`)), { tabIndex: -1 });
  const nav = make("nav", "pager", before, place, after);
  nav.setAttribute("aria-label", "Pages of documents");
  nav.hidden = number === 1 && !page.hasNextPage;
  return nav;
}

function documentOf(found, isNews) {
  const back = make("a", "", "Documents");
  back.href = "#documents/" + found.schemaId;
  const crumbs = make("nav", "crumbs", back, " › ", schemaName(found.schemaId));
  crumbs.setAttribute("aria-label", "Where you are");
  const title = make("h2", "", "Document ", make("code", "", "…" + short(found.documentId)));
  title.tabIndex = -1;
  const facts = make("p", "log-facts", found.deleted ? "Deleted. " : "", count(found.operations.length, "operation") + " by " + count(new Set(found.operations.map(({ author }) => author)).size, "author"));
  const authors = new Map(found.operations.map(({ operationId, author }) => [operationId, author]));
  const rows = Object.entries(found.fields).map(([field, value]) => {
    const by = found.writtenBy[field];
    return make("tr", "", Object.assign(make("th", "", field), { scope: "row" }), make("td", "value", words(value)), make("td", "", make("code", "", shortAuthor(authors.get(by) ?? "")), " in ", make("code", "", "…" + short(by))));
  });
  const fields = make("div", "card flush scroll", make("table", "fields", make("thead", "", make("tr", "", ...["Field", "Value", "Written by"].map((text) => Object.assign(make("th", "", text), { scope: "col" })))), make("tbody", "", ...rows)));
  const order = make("ol", "operations card", ...found.operations.map((operation, i) => operationOf(operation, i)));
  const figure = make("figure", "card picture", make("div", "scroll", graphOf(found.operations)), make("figcaption", "", make("span", "hint", "Each operation follows those it has seen. Numbers are the order in which they count.")));
  if (!isNews) {
    queueMicrotask(() => title.focus());
  }
  return [crumbs, title, facts, ...(found.deleted ? [] : [fields]), make("h3", "", "Operations"), figure, order];
}

function operationOf({ author, action, logId, seqNum, fields, forked, operationId }, i) {
  const entry = make("a", "", `entry ${seqNum} of log ${logId}`);
  entry.href = `#log/${author}/${logId}/${seqNum}`;
  const wrote = Object.entries(fields).map(([field, value]) => `${field} = ${brief(value)}`).join(" · ");
  const line = make("li", "operation " + action, make("strong", "", action), " by ", make("code", "", shortAuthor(author)), " in ", entry, forked ? " (behind a fork)" : "", make("div", "meta wrap", wrote));
  line.id = "operation-" + operationId;
  line.value = i + 1;
  return line;
}

/** Operations from left to right by how many come before them; beside each other where they know nothing of each other. */
function graphOf(operations) {
  const place = new Map();
  const used = [];
  for (const [i, { operationId, previous }] of operations.entries()) {
    const column = previous.reduce((most, id) => Math.max(most, (place.get(id)?.column ?? -1) + 1), 0);
    const row = used[column] ?? 0;
    used[column] = row + 1;
    place.set(operationId, { column, row, number: i + 1 });
  }
  const svg = document.createElementNS(SVG, "svg");
  const at = ({ column, row }) => [30 + 70 * column, 30 + 52 * row];
  const width = 60 + 70 * (used.length - 1);
  const height = 60 + 52 * (Math.max(...used) - 1);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `Graph of ${operations.length} operations; the list below says the same`);
  const shape = (name, attributes, text) => {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([attribute, value]) => element.setAttribute(attribute, value));
    element.textContent = text ?? "";
    svg.append(element);
    return element;
  };
  for (const { operationId, previous } of operations) {
    const [x, y] = at(place.get(operationId));
    for (const id of previous.filter((one) => place.has(one))) {
      const [fromX, fromY] = at(place.get(id));
      shape("path", { d: `M${fromX} ${fromY} C${fromX + 40} ${fromY} ${x - 40} ${y} ${x} ${y}`, class: "edge" });
    }
  }
  const hues = new Map();
  for (const { operationId, author, action } of operations) {
    hues.set(author, hues.get(author) ?? hues.size % 8);
    const [x, y] = at(place.get(operationId));
    shape("circle", { cx: x, cy: y, r: 15, class: `node ${action} hue${hues.get(author)}` });
    shape("text", { x, y: y + 4, class: "number" }, place.get(operationId).number);
  }
  return svg;
}
