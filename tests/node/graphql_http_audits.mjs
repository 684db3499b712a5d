// Asks a server whether it speaks GraphQL over HTTP: node graphql_http_audits.mjs URL
//
// Prints one line of JSON for each audit: { id, name, status, reason }.
import { serverAudits } from "graphql-http";

const [url] = process.argv.slice(2);
for (const audit of serverAudits({ url, fetchFn: fetch })) {
  const { id, name, status, reason } = await audit.fn();
  console.log(JSON.stringify({ id, name, status, reason }));
}
