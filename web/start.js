// Compiled modules do not start by themselves; and the documents view shares the leecher with the logs view.
import { start } from "/leecher/page.js";
import { Port } from "/port.js";
import { showDocuments } from "/documents.js";
import { showGlance } from "/glance.js";

const port = new Port();
port.leecher.then(showDocuments);
// Each in a task of its own: together with loading the scripts they would keep the main thread for more than 50 ms.
setTimeout(() => {
  start(port);
  setTimeout(showGlance);
});

// What stands behind the # says what is looked at: skipping there must not change it.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("browse").focus();
});
