// The table of documents.
import { LeecherError } from "../api.js";
import { cell, fieldsOf, isNumber, row, schemaName } from "./values.js";

export class Table {
  #element;
  #root;
  #known = null;

  /** The element's attributes say what is shown of a document. */
  constructor(element, root) {
    this.#element = element;
    this.#root = root;
  }

  /** The next page is another one: nothing on it is news. */
  turn() {
    this.#known = null;
  }

  /** A page of documents, in the order that sort names; the rows that changed since the page before stand out. */
  show(page, pageNumber, sort) {
    const there = fieldsOf(page.documents);
    const chosen = this.#element.getAttribute("fields")?.split(/\s+/).filter(Boolean);
    const fields = chosen?.length ? chosen : there;
    const unknown = page.fields && fields.find((field) => !page.fields.includes(field));
    if (unknown) {
      throw new LeecherError("argument", `the schema has no field ${unknown}, but ${page.fields.join(", ")}`);
    }
    this.#find("table").hidden = page.documents.length === 0;
    this.#find("caption").textContent = this.#element.getAttribute("caption") ?? schemaName(this.#element.getAttribute("schema"));
    const focused = this.#root.activeElement?.dataset?.field;
    const chosenRow = this.#root.activeElement?.closest("tbody tr")?.dataset.documentId;
    this.#find("thead").replaceChildren(row(fields.map((field) => this.#heading(field, isNumber(page.documents[0]?.fields[field]), sort))));
    if (focused !== undefined) {
      this.#find(`thead button[data-field="${CSS.escape(focused)}"]`)?.focus();
    }
    this.#find("tbody").replaceChildren(...page.documents.map((document) => this.#row(document, fields)));
    if (chosenRow !== undefined) {
      this.#find(`[data-document-id="${chosenRow}"] button`)?.focus();
    }
    this.#known = new Map(page.documents.map(({ documentId, viewId }) => [documentId, viewId]));
    this.#turnable(page, pageNumber);
  }

  #row(document, fields) {
    const tr = row(fields.map((field, i) => cell(field, document.fields[field], i === 0)));
    tr.dataset.documentId = document.documentId;
    tr.setAttribute("part", "row");
    if (this.#element.hasAttribute("selectable")) {
      this.#choosable(tr.firstChild, document);
    }
    if (this.#known?.size && this.#known.get(document.documentId) !== document.viewId) {
      tr.className = "new";
    }
    return tr;
  }

  #turnable(page, pageNumber) {
    this.#find(".pager").hidden = pageNumber === 0 && !page.hasNextPage;
    const held = this.#root.activeElement;
    this.#find(".before").disabled = pageNumber === 0;
    this.#find(".after").disabled = !page.hasNextPage;
    if (held?.disabled) {
      // A keyboard stays beside the button that cannot be used any more.
      this.#find(".count").focus();
    }
    this.#find(".count").textContent = page.total === null ? "Page " + (pageNumber + 1) : `Page ${pageNumber + 1} · ${page.total} documents`;
  }

  /** A button that names the row, for keyboards too. */
  #choosable(th, detail) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = th.textContent.trim() || "…" + detail.documentId.slice(-8);
    button.onclick = () => this.#element.dispatchEvent(new CustomEvent("choose", { detail }));
    th.replaceChildren(button);
  }

  #heading(field, isNumber, sort) {
    const th = document.createElement("th");
    th.scope = "col";
    th.setAttribute("role", "columnheader");
    if (isNumber) {
      th.className = "number";
    }
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.field = field;
    const sorted = sort.by === field;
    th.setAttribute("aria-sort", sorted ? (sort.descending ? "descending" : "ascending") : "none");
    button.textContent = field + (sorted ? (sort.descending ? " ↓" : " ↑") : "");
    th.append(button);
    return th;
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}
