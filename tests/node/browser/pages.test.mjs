// Every page that a person can reach by links: valid, light, readable, at home. MAILLAGE_AS names the person.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessibility, build, clipped, look, narrow, openWeighed, overflow, validity } from "./audit.mjs";
import { base, close, desk, open, people, phone, signIn, visitor } from "./house.mjs";
import { reached, routeOf } from "./reach.mjs";

const name = process.env.MAILLAGE_AS ?? "nobody";
const EACH = 2;

/** The address with its identifiers taken out: pages of one kind are visited twice at most. */
function kindOf(path) {
  return path
    .replace(/[a-z_]+_[0-7][0-9a-hjkmnp-tv-z]{25}/g, ":id")
    .replace(/^\/networks\/[^/]+/, "/networks/:slug")
    .replace(/\/mailbox\/\d+/, "/mailbox/:number");
}

/** Not pages: files, the tool for the API, and doors that sign in or out. */
const IS_NO_PAGE = /^\/(graphql|graphiql|assets|auth\/oidc|demo\/provider|metrics|healthz)|\.(ics|csv|ods|json)$|\/html$|\/export/;

before(open);
after(close);

test("what is wrong with a page is found", async () => {
  const page = await visitor({ viewport: phone });
  await page.setContent(`<html lang="fr"><title>x</title><main style="width:60rem"><h1>x</h1>
    <p style="color:#bbb;background:#fff">à peine lisible</p><input>
    <p style="width:2rem;height:1rem;overflow:hidden">ce texte ne tient pas dans sa boîte</p></main>`);
  const faults = await accessibility(page);
  assert.ok(faults.some((fault) => fault.startsWith("color-contrast")), faults.join("\n"));
  assert.ok(faults.some((fault) => fault.startsWith("label")), faults.join("\n"));
  assert.ok((await overflow(page)) > 0);
  assert.equal((await clipped(page)).length, 1);
  assert.ok((await validity("<!doctype html><html lang=fr><title>x</title><p><div></div></p>")).length > 0);
  await page.context().close();
});

test(`the pages of ${name} are valid, light, readable and at home`, async () => {
  const page = await visitor({ viewport: desk });
  if (name !== "nobody") await signIn(page, people[name]);
  const faults = [];
  const seen = new Map();
  const addresses = new Set();
  const waiting = ["/", "/design", "/no-such-page"];
  // Few structures have places: one that has comes first, as two of a kind are visited.
  if (name !== "nobody") waiting.unshift("/employers?search=Les+Genêts");
  const built = new Set();
  const missing = new Set(reached[name]);
  while (waiting.length > 0) {
    const path = waiting.shift();
    const url = new URL(path, base);
    const address = url.pathname + url.search;
    const kind = kindOf(url.pathname) + (url.search ? `?${[...url.searchParams.keys()].sort().join("&")}` : "");
    if (addresses.has(address) || (seen.get(kind) ?? 0) >= EACH) continue;
    addresses.add(address);
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    const opened = await openWeighed(page, address);
    if (!opened.isPage) continue;
    if (opened.answer.status() === 200) missing.delete(routeOf(new URL(page.url()).pathname));
    const links = await page.$$eval("a[href]", (all) => all.map((a) => a.href));
    for (const link of links) {
      const to = new URL(link);
      if (to.origin === base && !IS_NO_PAGE.test(to.pathname)) waiting.push(to.pathname + to.search);
    }
    // One of a kind that is built like one before has other words: only its width can be another.
    const how = await build(page);
    const looked = built.has(how) ? await narrow(page) : await look(page);
    built.add(how);
    for (const fault of [...opened.faults, ...looked, ...page.faults]) {
      faults.push(`${address} as ${name}: ${fault}`);
    }
  }
  await page.context().close();
  assert.deepEqual([...missing], [], `no link leads ${name} there`);
  assert.deepEqual([...new Set(faults)], []);
});
