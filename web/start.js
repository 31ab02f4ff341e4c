// Compiled modules do not start by themselves; and the documents view shares the leecher with the logs view.
import { start } from "/leecher/page.js";
import { Port } from "/port.js";
import { showDocuments } from "/documents.js";
import { showGlance } from "/glance.js";

const port = new Port();
start(port);
port.leecher.then(showDocuments);
showGlance();

// What stands behind the # says what is looked at: skipping there must not change it.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("browse").focus();
});
