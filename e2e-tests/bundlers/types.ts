// Every member of the API once, as its types want it; and what they must not let pass.
import {
  LeecherError,
  open,
  type Certificate,
  type DocumentPage,
  type DocumentWithHistory,
  type Entry,
  type ErrorCode,
  type Leecher,
  type Log,
} from "bambusa-leecher";
import type { LeecherElement } from "bambusa-leecher/element";

export async function everything(signal: AbortSignal, file: Blob): Promise<void> {
  const leecher: Leecher = await open({
    relays: ["https://one.example", "https://two.example"],
    schemas: ["plants_0020"],
    owners: "ab",
    documents: null,
    name: "garden",
    base: new URL("https://relay.example/leecher/"),
    signal,
  });
  for await (const { state, reason, remaining, leading } of leecher.states({ signal })) {
    console.log(state === "live", reason?.length, remaining + 1, leading);
  }
  console.log((await leecher.live({ signal })).entries + 1);
  leecher.addEventListener("relays", ({ detail }) => console.log(detail.relays[0]?.state === "differs"));
  for (const { relay, differences, logs } of leecher.relays) {
    console.log(relay.length, differences + 1, logs.map(({ kind, held, stored }) => kind === "withheld" && held < stored));
  }
  for await (const { entries } of leecher.arrivals()) {
    console.log(entries.map(({ action }) => action === "delete"));
  }
  const logs: Log[] = (await leecher.logs({ offset: 0, limit: 10, signal })).logs;
  const { entries } = await leecher.log({ author: "ab", logId: 0n, from: 1, to: "18446744073709551615" });
  for await (const entry of leecher.entries({ author: "ab" })) {
    console.log(entry.seqNum, entry.documentId, logs.length, entries.length);
  }
  const entry: Entry | null = await leecher.entry({ author: "ab", logId: 0, seqNum: "1" });
  const certificate: Certificate | null = await leecher.certificate({ author: "ab", logId: 0, seqNum: 1 });
  const page: DocumentPage = await leecher.documents({
    schema: "plants_0020",
    filter: { name: "oak", height: { gt: 1, lte: 3n }, $owner: { in: ["ab"] } },
    orderBy: "$documentId",
    descending: true,
    first: 5,
    after: null,
    resolve: ["parents"],
    signal,
  });
  for await (const live of leecher.watch({ schema: "plants_0020" })) {
    console.log(live.total, live.documents[0]?.fields["name"], live.documents[0]?.cursor);
  }
  const document: DocumentWithHistory | null = await leecher.document("0020", { viewId: "0020", signal });
  console.log(entry?.parts, certificate?.holds, page.endCursor, document?.operations[0]?.forked);
  const exported: Blob = await leecher.export({ gzip: true });
  const { stored, known, refused } = await leecher.import(file);
  console.log(exported.size, stored + known + refused, (await leecher.storage()).persisted, await leecher.persist());
  leecher.pause();
  await leecher.resume({ relays: "https://three.example" });
  leecher.addEventListener("rollback", ({ detail }) => console.log(detail.before - detail.now));
  leecher.addEventListener("evicted", ({ detail }) => console.log(detail.before - detail.now));
  leecher.addEventListener("fork", ({ detail }) => console.log(detail.author, detail.seqNum));
  await leecher.deleteEverything({ signal });
  leecher.close();
}

export function mistakes(leecher: Leecher, element: LeecherElement, problem: LeecherError): ErrorCode {
  // @ts-expect-error documents are asked for by schema
  void leecher.documents({});
  // @ts-expect-error there is no such operator
  void leecher.documents({ schema: "x", filter: { name: { like: "o" } } });
  // @ts-expect-error an entry has a sequence number
  void leecher.entry({ author: "ab", logId: 0 });
  // @ts-expect-error leechers are opened, not made
  void new (leecher.constructor as typeof Leecher)();
  element.addEventListener("leecher", ({ detail }) => console.log(detail.status.state));
  element.addEventListener("statechange", ({ detail }) => console.log(detail.state === "error", detail.reason?.length));
  element.addEventListener("documents", ({ detail }) => console.log(detail.documents.length + 1));
  element.addEventListener("click", ({ clientX }) => console.log(clientX + 1));
  // @ts-expect-error it is null before it is open
  void element.leecher.close();
  return problem.code;
}
