// Shows the schema that the address names or the reader chooses; and, for a row that is chosen, who wrote what.
const element = document.getElementById("documents");
const form = document.getElementById("choice");
const history = document.getElementById("history");

const relay = new URLSearchParams(location.search).get("relay") ?? location.origin;
element.setAttribute("relay", relay);

function show(schema) {
  form.elements.schema.value = schema;
  element.setAttribute("schema", schema);
}

const wanted = new URLSearchParams(location.search).get("schema");
if (wanted) {
  show(wanted);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(form.elements.schema.value.trim());
});

element.addEventListener("choose", async ({ detail }) => {
  const { operations } = await element.leecher.document(detail.documentId);
  history.textContent = operations.map(({ author, action }) => `${author.slice(0, 8)}: ${action}`).join(", then ");
});
