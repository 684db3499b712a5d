// One browser for all stories, people who sign in, and pages that are watched while they load.
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { chromium } from "playwright-core";

export const base = process.env.MAILLAGE_URL;
const executablePath = process.env.MAILLAGE_TEST_CHROMIUM ?? "/usr/bin/chromium";

export const phone = { width: 360, height: 740 };
export const desk = { width: 1280, height: 900 };

/** The screens on which each story is told; the rank gives each its own person or title. */
export const screens = [
  { name: "on a phone, with script", rank: 0, viewport: phone },
  { name: "on a phone, without script", rank: 1, viewport: phone, javaScriptEnabled: false },
  { name: "at a desk, with script", rank: 2, viewport: desk },
  { name: "at a desk, without script", rank: 3, viewport: desk, javaScriptEnabled: false },
];

let browser;

export async function open() {
  browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
  return browser;
}

export async function close() {
  await browser?.close();
}

/** A person's browser: its own cookies, this screen, with script or without. */
export async function visitor({ viewport = desk, javaScriptEnabled = true, colorScheme = "light" } = {}) {
  const context = await browser.newContext({
    viewport,
    javaScriptEnabled,
    colorScheme,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    reducedMotion: "reduce",
    baseURL: base,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => {
    const isPlainRefusal = /status of 4(01|03|04|13|22)/.test(message.text());
    if (message.type() === "error" && !isPlainRefusal) page.faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("data:")) page.faults.push(`foreign request: ${url}`);
  });
  return page;
}

const known = new Map();

/**
 * Signs in with the demonstration's provider, as the first person whose card says this. Whoever
 * signed in before comes with the same cookies; an administrator's change while acting as somebody.
 */
export async function signIn(page, who) {
  const cookies = known.get(String(who));
  if (cookies) {
    await page.context().addCookies(cookies);
    return;
  }
  await page.goto("/auth/oidc/start?return_to=/");
  await page.getByRole("button", { name: who }).first().click();
  await page.waitForURL((url) => url.origin === base && !url.pathname.startsWith("/demo/provider"));
  if (who !== people.administrator) known.set(String(who), await page.context().cookies());
}

export const people = {
  administrator: /administre la fédération/,
  lead: /pilote le réseau Cyb@njou/,
  mediator: /Lila Bocage/,
  manager: /agit pour la structure/,
  newcomer: /n’a encore rejoint aucun réseau/,
};

/**
 * Tells a story with the browsers of those who act in it, and closes them; nothing may break
 * in any of them meanwhile, and no page may be wider than its screen.
 */
export async function tell(screen, who, story) {
  const pages = [];
  for (const person of who) {
    const page = await visitor(screen);
    pages.push(page);
    if (person) await signIn(page, person);
    page.on("load", async () => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth).catch(() => 0);
      if (wide > 0) page.faults.push(`${page.url()} scrolls sideways by ${wide} px`);
    });
  }
  try {
    await story(...pages);
    for (const page of pages) assert.deepEqual(page.faults, []);
  } catch (error) {
    const told = [error.stack];
    for (const page of pages) {
      const shown = await page.locator("main").innerText({ timeout: 1000 }).catch(() => "nothing");
      told.push(`--- ${page.url()} shows:\n${shown.slice(0, 1500)}`);
    }
    throw new Error(told.join("\n"), { cause: error });
  } finally {
    for (const page of pages) await page.context().close();
  }
}

/** Comes back until something is there: letters take the time that the post takes. */
export async function until(what, look, seconds = 20) {
  const latest = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > latest) throw new Error(`${what} did not come within ${seconds} s`);
    await setTimeout(150);
  }
}

/** The newest letter to this address whose subject says this: its text and its links. */
export async function letter(page, to, subject) {
  const number = await until(`a letter ${subject} to ${to}`, async () => {
    const list = await (await page.context().request.get("/demo/mailbox")).text();
    for (const [, found, about, whom] of list.matchAll(
      /href="\/demo\/mailbox\/(\d+)"><strong>(.*?)<\/strong><\/a> <span>pour (.*?)<\/span>/g,
    )) {
      const said = about.replaceAll("&#39;", "'").replace(/[\u00a0\u202f]/g, " ");
      if (whom === to && subject.test(said)) return found;
    }
    return null;
  });
  await page.goto(`/demo/mailbox/${number}`);
  const text = await page.locator("main pre").first().innerText();
  const links = [...text.matchAll(/https?:\/\/\S+/g)].map(([url]) => url);
  return { text, links };
}

/** Follows the first link of a letter that leads to such an address. */
export async function follow(page, to, subject, link) {
  const { text, links } = await letter(page, to, subject);
  const found = links.find((url) => link.test(url));
  assert.ok(found, `no link ${link} in the letter:\n${text}`);
  await page.goto(found);
}

/** Opens a detail, if it is not open yet. */
export async function unfold(page, words) {
  const summary = page.locator("summary", { hasText: words }).first();
  const isOpen = await summary.evaluate((found) => found.parentElement.open);
  if (!isOpen) await summary.click();
}

/** Presses Tab until what has the focus fits; it must be visible that it has it. */
export async function tabTo(page, fits, most = 120) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const found = document.activeElement;
      const style = getComputedStyle(found);
      const label = found.labels?.[0]?.textContent ?? found.getAttribute("aria-label") ?? found.textContent ?? "";
      return {
        tag: found.tagName.toLowerCase(),
        words: label.replace(/\s+/g, " ").trim(),
        href: found.getAttribute("href") ?? "",
        name: found.getAttribute("name") ?? "",
        isVisible: style.outlineStyle !== "none" && style.outlineWidth !== "0px",
      };
    });
    if (fits(focused)) {
      assert.ok(focused.isVisible, `one does not see that this has the focus: ${JSON.stringify(focused)}`);
      return focused;
    }
  }
  throw new Error(`the keyboard did not reach it in ${most} presses on ${page.url()}`);
}

/** What a download holds. */
export async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  const stream = await download.createReadStream();
  const parts = [];
  for await (const part of stream) parts.push(part);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(parts) };
}
