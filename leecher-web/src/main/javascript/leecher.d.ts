// Types of leecher.js and api.js. Options that do not stand here, and values of another type than stands here, are refused ("argument").
// Hashes, keys and bytes are lower-case hex; numbers that may exceed 2^53 are decimal text.

export interface OpenOptions extends Target {
  /** Names the database; tabs of an origin that use the same name share it, and must ask for the same documents: else opening it is refused ("argument"). Default: "bambusa". */
  name?: string;
  /** The folder of the leecher's files, where it is not the one this module came from. */
  base?: string | URL;
  /** Is given the leecher before it is open, so that no event is missed. */
  onLeecher?: (leecher: Leecher) => void;
  /** Closes the leecher. */
  signal?: AbortSignal;
}

/** Which documents are fetched. What is missing restricts nothing; members are combined with AND. */
export interface Target {
  /** Addresses of relays, the preferred one first. */
  relays?: string | string[];
  schemas?: string | string[] | null;
  /** Authors who created the documents. */
  owners?: string | string[] | null;
  /** Ids of documents. */
  documents?: string | string[] | null;
}

export interface Abortable {
  signal?: AbortSignal;
}

export type State = "starting" | "catching-up" | "live" | "offline" | "refused" | "stopped";

export interface Status {
  state: State;
  /** Milliseconds since 1970. */
  since: number;
  reason: string | null;
  /** When a relay that does not answer is asked again, in milliseconds since 1970; else 0. */
  askedAgainAt: number;
  /** The relay that is followed, or was last. */
  relay: string | null;
  entries: number;
  logs: number;
  authors: number;
  /** Entries that the relay still has for us. */
  remaining: number;
  /** Entries a second, lately. */
  rate: number;
  /** Stored by the origin, -1 while unknown. */
  storageBytes: number;
  /** What the relay holds in all. */
  relayEntryCount?: number;
  /** What it held before its store was put back to an earlier state: more than relayEntryCount as long as it has not come by as much again. */
  relayHeld?: number;
  /** Whether this tab fetches and writes; the others show what it does. */
  leading: boolean;
  /** It has stopped since there was no room for what came: droppable() tells what could go, and drop() makes it go on. */
  full: boolean;
  /** How many logs are known to end at a fork: their author signed two different entries in one place. */
  forks: number;
  /** How many entries were dropped here, in all. */
  dropped: number;
}

export type Action = "create" | "update" | "delete";

export interface EntryPlace {
  author: string;
  logId: string | number | bigint;
  seqNum: string | number | bigint;
}

export interface LogPlace {
  author: string;
  logId: string | number | bigint;
}

export interface Arrival {
  author: string;
  logId: string;
  seqNum: string;
  hash: string;
  schemaId: string;
  action: Action;
}

export interface Refusal {
  author?: string;
  logId?: string;
  seqNum?: string;
  hash: string;
  reason: string;
  detail: string;
  at: number;
}

export interface Log {
  author: string;
  logId: string;
  height: string;
  schemaId?: string;
  documentId?: string;
  /** Its author has forked it: it ends at its height. */
  ended: boolean;
}

export interface LogEntry {
  seqNum: string;
  hash: string;
  backlinkSeqNum?: string;
  skiplinkSeqNum?: string;
  action: Action;
}

export interface Claim {
  claim: "signature" | "payloadHash" | "payloadSize" | "backlink" | "skiplink" | "path" | "schema" | "document";
  holds: boolean;
  /** What showed it, in words. */
  by: string;
}

export interface Entry {
  author: string;
  logId: string;
  seqNum: string;
  hash: string;
  entryHex: string;
  operationHex: string;
  tag: number;
  backlink: string | null;
  skiplink: string | null;
  payloadSize: number;
  payloadHash: string;
  signature: string;
  /** Where its parts stand in its bytes. */
  parts: { name: string; offset: number; length: number }[];
  operation: {
    encoding: string;
    action: Action;
    schemaId: string;
    previous: string[];
    fields: { name: string; kind: string; value: string }[];
  };
  trust: Claim[];
  /** The way back to entry 1, without this entry, descending. */
  certificatePool: string[];
}

export interface Certificate {
  author: string;
  logId: string;
  seqNum: string;
  hash: string;
  /** Whether every claim holds. */
  holds: boolean;
  claims: Claim[];
  certificatePool: string[];
}

/** Integers beyond 2^53 are bigint; bytes are hex; relations are ids, or documents where resolve names the field. */
export type Value = boolean | number | bigint | string | string[] | Document | Document[] | null;

export interface Document {
  documentId: string;
  viewId: string;
  schemaId: string;
  /** The author who created it. */
  owner: string;
  edited: boolean;
  fields: Record<string, Value>;
}

export interface Operation {
  operationId: string;
  author: string;
  logId: string;
  seqNum: string;
  action: Action;
  /** Its log ended before it, by a fork, but other operations stand on it: it counts. */
  forked: boolean;
  previous: string[];
  fields: Record<string, Value>;
}

export interface DocumentWithHistory extends Document {
  deleted: boolean;
  /** For each field the operation that wrote it. */
  writtenBy: Record<string, string>;
  /** In the order in which they count. */
  operations: Operation[];
}

type Scalar = boolean | number | bigint | string;

export interface Operators {
  eq?: Scalar;
  notEq?: Scalar;
  in?: Scalar[];
  notIn?: Scalar[];
  gt?: number | bigint | string;
  gte?: number | bigint | string;
  lt?: number | bigint | string;
  lte?: number | bigint | string;
  /** Without regard to case. */
  contains?: string;
  notContains?: string;
}

export interface DocumentQuestion {
  schema: string;
  /** By field, or by $documentId, $viewId, $owner, $edited; all must match. A plain value means eq. */
  filter?: Record<string, Scalar | Operators>;
  /** A field, or one of the names with $; without it, in the order of arrival. */
  orderBy?: string;
  descending?: boolean;
  /** How many, at most 1000. Default: 25. */
  first?: number;
  /** Cursor of the document before. */
  after?: string | null;
  /** Relations to follow. Missing documents are null, and left out of lists. */
  resolve?: string[];
}

export interface DocumentPage {
  documents: (Document & { cursor: string })[];
  hasNextPage: boolean;
  endCursor: string | null;
  /** Of the schema, in the order of their names; null while its definition is not stored. */
  fields: string[] | null;
  /** Of all pages; null when there is a filter. */
  total: number | null;
  /** Whether the documents reflect all that is stored. */
  complete: boolean;
}

/** How a relay's copy of a log differs from the one stored here. */
export interface Difference {
  /**
   * withheld: it ends too early. absent: it is not there; perhaps the relay does not share it. rollback: the relay held more of it before.
   * fork: the relay goes on behind a fork that is proven.
   */
  kind: "withheld" | "absent" | "rollback" | "fork";
  author: string;
  logId: string;
  /** How many entries are stored here. */
  stored: number;
  /** How many the relay holds. */
  held: number;
  /** Milliseconds since 1970. */
  since: number;
}

/** One of several relays, compared with what is stored. */
export interface RelayState {
  relay: string;
  /** behind: for less than three seconds, as relays that hear from each other are. differs: for longer. */
  state: "comparing" | "agrees" | "behind" | "differs" | "unreachable";
  reason: string | null;
  /** In how many logs it differs. */
  differences: number;
  /** The first twenty of them. */
  logs: Difference[];
}

/** Documents of a schema that could be dropped to make room. */
export interface Droppable {
  schemaId: string;
  /** Whether they are asked for. Those that are come back when they change, and at once where several relays are compared. */
  wanted: boolean;
  documents: number;
  entries: number;
  /** Of entries and operations; the indexes beside them take room too. */
  bytes: number;
}

/** Which documents to drop: all that match every member given. */
export interface Drop {
  schemas?: string | string[];
  owners?: string | string[];
  documents?: string | string[];
  /** true: only what is asked for; false: only what is not. */
  wanted?: boolean;
}

export interface LeecherEventMap {
  status: CustomEvent<Status>;
  arrived: CustomEvent<{ entries: Arrival[] }>;
  refused: CustomEvent<Refusal>;
  fork: CustomEvent<{ author: string; logId: string; seqNum: string }>;
  /** What was stored is gone: the browser needed the room, or somebody deleted it. It is fetched again. */
  evicted: CustomEvent<{ before: number; now: number }>;
  /** The relay holds fewer entries than it did: its store was put back to an earlier state. */
  rollback: CustomEvent<{ before: number; now: number }>;
  /** Where there are several relays: what came of comparing them. What one has not is fetched from the others. */
  relays: CustomEvent<{ relays: RelayState[] }>;
  /** How far an import has come, here or in another tab. */
  importing: CustomEvent<{ stored: number; known: number; refused: number }>;
  schemas: CustomEvent<{ shared: string[] | null; held: string[] }>;
  documents: CustomEvent<{ schemaId: string; total: number; remaining: number }>;
  error: CustomEvent<LeecherError>;
  close: CustomEvent<null>;
}

export type ErrorCode = "argument" | "closed" | "worker" | "storage" | "quota" | "failed";

export class LeecherError extends Error {
  constructor(code: ErrorCode, message: string);
  readonly code: ErrorCode;
}

/** Opens a database of this origin and leeches into it, or follows the tab that does. */
export function open(options: OpenOptions): Promise<Leecher>;

export class Leecher extends EventTarget {
  private constructor();

  /** Is fulfilled once the database is open; who has the leecher from onLeecher may wait for it. */
  readonly ready: Promise<void>;
  readonly status: Status;
  readonly closed: boolean;
  /** How each of several relays differs from what is stored; empty until they have been compared. */
  readonly relays: RelayState[];

  /** Asks no relay any more; what is stored stays and is answered from. */
  pause(): void;
  /** Follows relays again, or other ones, or for other documents. */
  resume(target?: Target): Promise<void>;

  /** The present status, and every change of it. Who reads slowly sees the newest only. */
  states(options?: Abortable): AsyncIterableIterator<Status>;
  /** Is fulfilled once everything that the relay has is here. Offline it waits; it rejects when the leecher stops. */
  live(options?: Abortable): Promise<Status>;
  /** Entries just stored; of many at once the newest few. */
  arrivals(options?: Abortable): AsyncIterableIterator<{ entries: Arrival[] }>;

  /** Those that changed last come first. */
  logs(options?: { offset?: number; limit?: number } & Abortable): Promise<{ total: number; logs: Log[] }>;
  /** A log and up to 500 of its entries. */
  log(place: LogPlace & { from?: string | number | bigint; to?: string | number | bigint } & Abortable): Promise<
    Log & { entries: LogEntry[] }
  >;
  /** Entries of a log; of all logs of an author; or of all. Ascending in each log. */
  entries(
    range?: Partial<LogPlace> & { from?: string | number | bigint; to?: string | number | bigint } & Abortable,
  ): AsyncIterableIterator<LogEntry & { author: string; logId: string; schemaId?: string; documentId?: string }>;
  entry(place: EntryPlace & Abortable): Promise<Entry | null>;
  /** Why an entry is trusted: each claim computed again from what is stored. */
  certificate(place: EntryPlace & Abortable): Promise<Certificate | null>;

  /** A page of documents that reflects all that is stored now. */
  documents(question: DocumentQuestion & Abortable): Promise<DocumentPage>;
  /** The same page at once, and again whenever it changed. */
  watch(question: DocumentQuestion & Abortable): AsyncIterableIterator<DocumentPage>;
  document(id: string, options?: { viewId?: string } & Abortable): Promise<DocumentWithHistory | null>;

  /** All that is stored, as a file that another leecher or `./relay import` takes in. */
  export(options?: { gzip?: boolean } & Abortable): Promise<Blob>;
  /**
   * Takes in such a file, verified entry by entry, by whichever tab leads. The event "importing" tells how far it is. Of a
   * damaged file it takes in what stands before the damage, and rejects with code "argument" and a message that names the line.
   */
  import(file: Blob, options?: Abortable): Promise<{ stored: number; known: number; refused: number }>;

  /** What could be dropped to make room; what is not asked for and what takes most room first. Definitions of schemas always stay. */
  droppable(options?: Abortable): Promise<Droppable[]>;
  /** Drops documents with their entries. Where it had stopped for want of room, fetching goes on. */
  drop(what: Drop & Abortable): Promise<{ documents: number; entries: number }>;
  storage(): Promise<{ usage: number | null; quota: number | null; persisted: boolean }>;
  /** Asks the browser to keep what is stored; best on a click. */
  persist(): Promise<boolean>;
  /** Deletes the database and closes the leecher. */
  deleteEverything(options?: Abortable): Promise<void>;
  /** Ends the leecher; what is stored stays. */
  close(): void;

  addEventListener<K extends keyof LeecherEventMap>(
    type: K,
    listener: (event: LeecherEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}
