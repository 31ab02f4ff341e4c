// Where there is no room.
import { schemaName } from "./values.js";

/** Shows what could be dropped to make room, with a button for each. A keyboard goes home when these are gone. */
export async function showDroppable(leecher, place, home) {
  const list = document.createElement("ul");
  const words = document.createElement("p");
  for (const { schemaId, wanted, documents, bytes } of await leecher.droppable().catch(() => [])) {
    const button = document.createElement("button");
    button.type = "button";
    button.part = "button";
    button.textContent = `Drop ${documents} ${documents === 1 ? "document" : "documents"} of ${schemaName(schemaId)}${wanted ? "" : ", which nobody asks for"} (${size(bytes)})`;
    button.onclick = async () => {
      if (button.ariaDisabled) {
        return;
      }
      // A disabled one would lose the keyboard.
      button.ariaDisabled = "true";
      const { activeElement } = place.getRootNode();
      words.textContent = "Making room…";
      const problem = await leecher.drop({ schemas: schemaId, wanted }).catch(({ message }) => message);
      button.ariaDisabled = null;
      words.textContent = typeof problem === "string" ? problem : "";
      if (activeElement === button && !button.offsetParent) {
        home.focus();
      }
    };
    const line = document.createElement("li");
    line.append(button);
    list.append(line);
  }
  words.textContent = list.firstChild
    ? "There is no more room in this browser. Drop something, and fetching goes on:"
    : "There is no more room in this browser, and nothing here that could be dropped.";
  place.replaceChildren(words, list);
}

const size = (bytes) => (bytes < 1e5 ? (bytes / 1e3).toFixed(1) + " kB" : (bytes / 1e6).toFixed(1) + " MB");
