// Shows the state of each peer, asked for again every two seconds while the page is visible.
const every = 2000;
const lamps = [["in sync", "live"], ["catching up", "catching-up"], ["connecting", "starting"], ["resting", "offline"]];

const number = new Intl.NumberFormat();
const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", dateStyle: "short" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const byId = (id) => document.getElementById(id);

function card(peer) {
  const item = byId("peer").content.cloneNode(true).firstElementChild;
  const set = (name, text) => { item.querySelector(".peer-" + name).textContent = text; };
  const lamp = lamps.find(([state]) => peer.state.startsWith(state));
  item.dataset.state = lamp ? lamp[1] : "stopped";
  const refusals = Object.entries(peer.refused);
  const until = peer.until ? ` until ${clock.format(new Date(peer.until))}` : "";
  set("state", peer.state[0].toUpperCase() + peer.state.slice(1) + until);
  set("address", peer.address);
  set("reason", `since ${time.format(new Date(peer.since))}: ${peer.reason}`);
  set("accepted", number.format(peer.accepted));
  set("wanted", number.format(peer.entriesBehind));
  set("parked", number.format(peer.parked));
  set("refused", number.format(refusals.reduce((sum, [, count]) => sum + count, 0)));
  set("refusals", refusals.map(([reason, count]) => `${reason}: ${number.format(count)}`).join(", "));
  set("error", peer.lastError && peer.lastError !== peer.reason ? `Last failure: ${peer.lastError}` : "");
  return item;
}

async function show() {
  const notice = byId("notice");
  try {
    const answer = await fetch("/peers", { headers: { accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(`the relay answered with status ${answer.status}`);
    const { peers, externalAddress } = await answer.json();
    byId("outside").textContent = externalAddress ? `From outside this relay is reached at ${externalAddress}.` : "";
    byId("none").hidden = peers.length > 0;
    byId("peers").replaceChildren(...peers.map(card));
    notice.hidden = true;
  } catch (failure) {
    notice.textContent = `The relay does not answer; what you see is the last it said. (${failure.message})`;
    notice.hidden = false;
  }
}

async function follow() {
  if (!document.hidden) await show();
  setTimeout(follow, every);
}

follow();
