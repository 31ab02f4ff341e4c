// Shows beside the logs how the relays that are asked differ from what is stored, and when one of them was put back.
const WORDS = {
  comparing: "being compared",
  agrees: "holds all that is stored here",
  behind: "lags behind",
  unreachable: "cannot be reached",
};
const KINDS = {
  withheld: ({ held, stored }) => `ends at entry ${held}, though there are ${stored}`,
  absent: ({ stored }) => `is missing there, though there are ${stored} entries`,
  rollback: ({ held, stored }) => `was put back to entry ${held}, though there are ${stored}`,
  fork: ({ held, stored }) => `goes on to entry ${held}, behind the fork that ends it at ${stored}`,
};

function make(name, style, ...content) {
  const element = document.createElement(name);
  element.className = style;
  element.append(...content);
  return element;
}

function logOf({ kind, author, logId, ...heights }) {
  const link = make("a", "", `Log ${logId} of ${author.slice(0, 4)}…${author.slice(-4)}`);
  link.href = `#log/${author}/${logId}`;
  return make("p", "meta", link, " " + KINDS[kind](heights));
}

function relayOf({ relay, state, reason, differences, logs }) {
  const words = state === "differs" ? `differs in ${differences} ${differences === 1 ? "log" : "logs"}` : WORDS[state];
  const line = make("li", "refusal", make("strong", "", new URL(relay).host), " ", words, reason ? ": " + reason : "");
  line.dataset.state = state;
  line.append(...logs.map(logOf));
  return line;
}

/** Listens to a leecher that is not open yet. */
export function showRelays(leecher) {
  const card = document.getElementById("relays-card");
  const list = document.getElementById("relays");
  let rolledBack = [];
  let compared = [];
  const show = () => {
    list.replaceChildren(...rolledBack, ...compared.map(relayOf));
    card.hidden = list.childElementCount === 0;
  };
  leecher.addEventListener("relays", ({ detail }) => {
    compared = detail.relays;
    show();
  });
  leecher.addEventListener("status", ({ detail: { relayHeld, relayEntryCount: now } }) => {
    const words = relayHeld > now ? [` The relay held ${relayHeld} entries and holds ${now} now. What is stored here stays.`] : [];
    if (words.length !== rolledBack.length) {
      rolledBack = words.map((text) => make("li", "refusal", make("strong", "", "Put back"), text));
      show();
    }
  });
}
