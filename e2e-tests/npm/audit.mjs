// Holds the relay against the "GraphQL over HTTP" specification with the audit suite of graphql-http.
// Usage: node audit.mjs ENDPOINT; prints {"audits": N, "failed": [what did not hold]}.
import { auditServer } from "graphql-http";

const [, , url] = process.argv;
const results = await auditServer({ url });
const failed = results
  .filter((result) => result.status !== "ok")
  .map((result) => `${result.status} ${result.id} ${result.name}: ${result.reason}`);

console.log(JSON.stringify({ audits: results.length, failed }));
