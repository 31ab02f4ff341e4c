import "bambusa-leecher/element";
import { open, type Status } from "bambusa-leecher";

const wanted = new URLSearchParams(location.search);
const relay = wanted.get("relay") ?? "";
const schema = wanted.get("schema") ?? "";

const element = document.createElement("p2panda-leecher");
element.setAttribute("relay", relay);
element.setAttribute("schema", schema);
document.body.append(element);

const show = ({ state, entries }: Status) => {
  document.title = `${state} ${entries}`;
};
open({ relays: relay, schemas: schema, name: "api" }).then((leecher) => {
  leecher.addEventListener("status", ({ detail }) => show(detail));
  show(leecher.status);
});
