// Reads a file of places from standard input with the library of those who run the national map
// (npm's @gouvfr-anct/lieux-de-mediation-numerique) and prints which rows it refuses, and why.
import { parse } from "csv-parse/sync";
import national from "@gouvfr-anct/lieux-de-mediation-numerique";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const rows = parse(Buffer.concat(chunks), { columns: true, bom: true });

const refused = [];
for (const row of rows) {
  // For the library a column without a value is one that is not there.
  const filled = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ""));
  try {
    national.fromSchemaLieuDeMediationNumerique(filled);
  } catch (error) {
    refused.push(`${row.id}: ${error.message}`);
  }
}

process.stdout.write(JSON.stringify({ read: rows.length - refused.length, refused }));
