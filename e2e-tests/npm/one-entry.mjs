// Signs, encodes and publishes one entry with p2panda-js and fetch alone.
// Usage: node one-entry.mjs ENDPOINT NAME; prints one JSON object.
import {
  KeyPair,
  decodeEntry,
  encodeOperation,
  generateHash,
  initWebAssembly,
  signAndEncodeEntry,
} from "p2panda-js";

await initWebAssembly();

const [, , endpoint, name] = process.argv;
const keyPair = new KeyPair();

async function ask(query, variables) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const answer = await response.json();
  if (answer.errors) {
    throw new Error(JSON.stringify(answer.errors));
  }
  return answer.data;
}

const { nextArgs } = await ask(
  "query ($publicKey: PublicKey!) { nextArgs(publicKey: $publicKey) { logId seqNum backlink skiplink } }",
  { publicKey: keyPair.publicKey() },
);
const operation = encodeOperation({ schemaId: "schema_field_definition_v1", fields: { name, type: "str" } });
const place = { logId: nextArgs.logId, seqNum: nextArgs.seqNum };
const entry = signAndEncodeEntry({ ...place, operation }, keyPair);
const { publish } = await ask(
  "mutation ($entry: EncodedEntry!, $operation: EncodedOperation!) "
    + "{ publish(entry: $entry, operation: $operation) { logId seqNum backlink skiplink } }",
  { entry, operation },
);
const { signature } = decodeEntry(entry);

console.log(
  JSON.stringify({ author: keyPair.publicKey(), hash: generateHash(entry), signature, entry, next: publish }),
);
