import type { Leecher } from "./leecher.js";

/** <p2panda-leecher>: defined when this module is imported, where there is a document. */
export class LeecherElement extends HTMLElement {
  /** The leecher behind it, once it is open. */
  readonly leecher: Leecher | null;
}

declare global {
  interface HTMLElementTagNameMap {
    "p2panda-leecher": LeecherElement;
  }
}
