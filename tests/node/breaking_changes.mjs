// Says what in a schema breaks those who follow an older one: node breaking_changes.mjs OLD NEW TODAY
//
// Prints one line of JSON for each change: { type, description, severity } with severity
// `breaking`, `dangerous`, or `announced` for what was deprecated and whose day has passed.
// Ends with 1 when something breaks.
import { readFileSync } from "node:fs";
import {
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
} from "graphql";

const [oldPath, newPath, today] = process.argv.slice(2);
const [older, newer] = [oldPath, newPath].map((path) =>
  buildSchema(readFileSync(path, "utf8"), { assumeValidSDL: true }),
);

// The day until which something deprecated stays, from its reason's agreed form.
function staysUntil(reason) {
  return /; removed after (\d{4}-\d{2}-\d{2})$/.exec(reason ?? "")?.[1];
}

// The coordinates whose day has passed: their removal was announced.
const gone = new Set();
function note(coordinate, { deprecationReason }) {
  const until = staysUntil(deprecationReason);
  if (until !== undefined && until < today) gone.add(coordinate);
}
for (const type of Object.values(older.getTypeMap())) {
  for (const value of type.getValues?.() ?? []) note(`${type.name}.${value.name}`, value);
  for (const field of Object.values(type.getFields?.() ?? {})) {
    note(`${type.name}.${field.name}`, field);
    for (const argument of field.args ?? [])
      note(`${type.name}.${field.name}(${argument.name}:)`, argument);
  }
}

// The coordinate that a change's description names first: "Hike.name was removed."
function isAnnounced({ type, description }) {
  const words = description.split(" ");
  switch (type) {
    case "FIELD_REMOVED":
      return gone.has(words[0]);
    case "ARG_REMOVED":
      return gone.has(`${words[0]}(${words[2]}:)`);
    case "VALUE_REMOVED_FROM_ENUM":
      return gone.has(`${words.at(-1).replace(/\.$/, "")}.${words[0]}`);
    default:
      return false;
  }
}

const changes = [
  ...findBreakingChanges(older, newer).map((change) => ({
    ...change,
    severity: isAnnounced(change) ? "announced" : "breaking",
  })),
  ...findDangerousChanges(older, newer).map((change) => ({ ...change, severity: "dangerous" })),
];
for (const change of changes) console.log(JSON.stringify(change));
process.exitCode = changes.some(({ severity }) => severity === "breaking") ? 1 : 0;
