// Pulls documents {id, entry, operation} the way RxDB and PouchDB do it, into IndexedDB. Neither looks at what is in them.
import PouchDB from "pouchdb-browser";
import { createRxDatabase } from "rxdb/plugins/core";
import { replicateGraphQL } from "rxdb/plugins/replication-graphql";
import { getRxStorageDexie } from "rxdb/plugins/storage-dexie";

const BATCH = 1000;

const text = { type: "string" };

/** Resolves with the number of documents when all are stored. */
export async function rxdb(server) {
  const database = await createRxDatabase({ name: "rxdb", storage: getRxStorageDexie(), multiInstance: false, eventReduce: true });
  const { entries } = await database.addCollections({
    entries: {
      schema: {
        version: 0,
        primaryKey: "id",
        type: "object",
        properties: { id: { type: "string", maxLength: 68 }, entry: text, operation: text },
        required: ["id", "entry", "operation"],
      },
    },
  });
  const replication = replicateGraphQL({
    replicationIdentifier: "pull",
    collection: entries,
    url: { http: server + "/rxdb" },
    pull: {
      batchSize: BATCH,
      queryBuilder: (checkpoint, limit) => ({
        query: "query pull($after: Int!, $limit: Int!) { pull(after: $after, limit: $limit) { documents { id entry operation } checkpoint { after } } }",
        variables: { after: checkpoint?.after ?? 0, limit },
      }),
    },
    live: false,
  });
  replication.error$.subscribe((problem) => console.error(problem));
  await replication.awaitInitialReplication();
  return entries.count().exec();
}

export async function pouchdb(server) {
  const database = new PouchDB("pouchdb", { auto_compaction: false });
  await database.replicate.from(server + "/couch", { batch_size: BATCH, batches_limit: 10 });
  return (await database.info()).doc_count;
}
