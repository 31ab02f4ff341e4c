import type { Document, DocumentPage, Leecher, State } from "./leecher.js";

export interface LeecherElementEventMap extends HTMLElementEventMap {
  /** The leecher behind the element. */
  leecher: CustomEvent<Leecher>;
  /** error: it cannot go on; reason says why. */
  statechange: CustomEvent<{ state: State | "error"; reason: string | null }>;
  /** The page that is shown. */
  documents: CustomEvent<DocumentPage>;
  /** Where the attribute selectable is set: the document whose row was chosen. */
  choose: CustomEvent<Document>;
}

/** <p2panda-leecher>: defined when this module is imported, where there is a document. */
export class LeecherElement extends HTMLElement {
  /** The leecher behind it, once it is open. */
  readonly leecher: Leecher | null;

  addEventListener<K extends keyof LeecherElementEventMap>(
    type: K,
    listener: (event: LeecherElementEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "p2panda-leecher": LeecherElement;
  }
}
