// Every page that a person can reach by links, for each kind of person: valid, light, readable, at home.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";
import { base, close, desk, open, people, phone, signIn, visitor } from "./house.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const html = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: {
    // Ours: attributes as askama writes them, long lines, and text that names what it means.
    "attribute-boolean-style": "off",
    "long-title": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "no-implicit-button-type": "error",
  },
});

const HEAVIEST = 100_000;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"];
const EACH = 2;

/** The address with its identifiers taken out: pages of one kind are visited twice at most. */
function kindOf(path) {
  return path
    .replace(/[a-z_]+_[0-7][0-9a-hjkmnp-tv-z]{25}/g, ":id")
    .replace(/^\/networks\/[^/]+/, "/networks/:slug")
    .replace(/\/mailbox\/\d+/, "/mailbox/:number");
}

/** Not pages: files, the tool for the API, and doors that sign in or out. */
const IS_NO_PAGE = /^\/(graphql|graphiql|assets|auth|demo\/provider|metrics|healthz)|\.(ics|csv|ods|json)$|\/html$|\/export/;

async function pagesOf(page) {
  const seen = new Map();
  const addresses = new Set();
  const waiting = ["/", "/design", "/no-such-page"];
  while (waiting.length > 0) {
    const path = waiting.shift();
    const url = new URL(path, base);
    const kind = kindOf(url.pathname) + (url.search ? `?${[...url.searchParams.keys()].sort().join("&")}` : "");
    if (addresses.has(url.pathname + url.search) || (seen.get(kind) ?? 0) >= EACH) continue;
    addresses.add(url.pathname + url.search);
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    const answer = await page.goto(path);
    const type = answer.headers()["content-type"] ?? "";
    if (!type.startsWith("text/html")) {
      addresses.delete(url.pathname + url.search);
      continue;
    }
    const links = await page.$$eval("a[href]", (all) => all.map((a) => a.href));
    for (const link of links) {
      const to = new URL(link);
      if (to.origin === base && !IS_NO_PAGE.test(to.pathname)) waiting.push(to.pathname + to.search);
    }
  }
  return [...addresses];
}

async function audit(page, only) {
  await page.evaluate(axe);
  const found = await page.evaluate(
    (run) => window.axe.run(document, run),
    only ? { runOnly: { type: "rule", values: only } } : { runOnly: { type: "tag", values: TAGS } },
  );
  return found.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")} (${violation.help})`,
  );
}

before(open);
after(close);

test("what is wrong with a page is found", async () => {
  const page = await visitor({ viewport: phone });
  await page.setContent(`<html lang="fr"><title>x</title><main style="width:60rem"><h1>x</h1>
    <p style="color:#bbb;background:#fff">à peine lisible</p><input></main>`);
  const faults = await audit(page);
  assert.ok(faults.some((fault) => fault.startsWith("color-contrast")), faults.join("\n"));
  assert.ok(faults.some((fault) => fault.startsWith("label")), faults.join("\n"));
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth));
  const report = await html.validateString("<!doctype html><html lang=fr><title>x</title><p><div></div></p>");
  assert.equal(report.valid, false);
  await page.context().close();
});

for (const [name, who] of [["nobody", null], ...Object.entries(people)]) {
  describe(`the pages of ${name}`, () => {
    test("are valid, light, readable and at home", async () => {
      const page = await visitor({ viewport: desk });
      if (who) await signIn(page, who);
      const faults = [];
      const addresses = await pagesOf(page);
      assert.ok(addresses.length >= 8, `only ${addresses.length} pages were found`);
      for (const address of addresses) {
        const say = (fault) => faults.push(`${address} as ${name}: ${fault}`);
        page.faults.length = 0;
        let weight = 0;
        const weigh = async (response) => {
          // What goes on telling has no end to wait for.
          if (response.headers()["content-type"]?.startsWith("text/event-stream")) return;
          const body = await response.body().catch(() => Buffer.alloc(0));
          weight += body.length;
        };
        const bodies = [];
        const listen = (response) => bodies.push(weigh(response));
        page.on("response", listen);
        await page.setViewportSize(desk);
        const answer = await page.goto(address, { waitUntil: "load" });
        await Promise.all(bodies);
        page.off("response", listen);
        if (answer.status() >= 500) say(`answered ${answer.status()}`);
        if (weight > HEAVIEST) say(`weighs ${weight} bytes`);
        const report = await html.validateString(await answer.text());
        for (const result of report.results) {
          for (const message of result.messages) say(`HTML line ${message.line}: ${message.message} (${message.ruleId})`);
        }
        for (const fault of await audit(page)) say(fault);
        await page.emulateMedia({ colorScheme: "dark" });
        for (const fault of await audit(page, ["color-contrast"])) say(`dark: ${fault}`);
        await page.emulateMedia({ colorScheme: "light" });
        await page.setViewportSize(phone);
        for (const fault of await audit(page, ["target-size", "color-contrast", "scrollable-region-focusable"])) say(`phone: ${fault}`);
        for (const width of [360, 320]) {
          await page.setViewportSize({ width, height: 740 });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (wide > 0) say(`scrolls sideways by ${wide} px at ${width} px`);
        }
        for (const fault of page.faults) say(fault);
      }
      await page.context().close();
      assert.deepEqual([...new Set(faults)], []);
    });
  });
}
