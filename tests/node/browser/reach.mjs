// Which pages the crawl must reach as whom, and which are shown as states because no link leads there.
import { readFile } from "node:fs/promises";

const reach = JSON.parse(await readFile(new URL("reach.json", import.meta.url), "utf8"));
const { nobody, member, manager, lead, administrator, state } = reach;

/** The pages that each person must reach by links. */
export const reached = {
  nobody,
  newcomer: [...nobody, ...member],
  mediator: [...nobody, ...member],
  manager: [...nobody, ...member, ...manager],
  lead: [...nobody, ...member, ...manager, ...lead],
  administrator: [...nobody, ...member, ...manager, ...lead, ...administrator],
};

/** Those that letters open, or that are there for some people only. */
export const states = state;

const routes = Object.values(reach)
  .flat()
  .map((route) => ({ route, parts: route.split("/"), free: (route.match(/:/g) ?? []).length }))
  .sort((one, other) => one.free - other.free);

/** The page that is at this path; nothing where none of ours is. */
export function routeOf(path) {
  const parts = path.split("/");
  const fits = (wanted) =>
    wanted.length === parts.length && wanted.every((part, at) => part.startsWith(":") || part === parts[at]);
  return routes.find((one) => fits(one.parts))?.route;
}
