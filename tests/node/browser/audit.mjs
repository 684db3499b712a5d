// What is looked for on every page and in every state: axe, valid HTML, weight, width.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";
import { desk, phone } from "./house.mjs";

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

/** What axe finds by all its rules, or by these only. */
export async function accessibility(page, only) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(
    (run) => window.axe.run(document, run),
    {
      runOnly: only ? { type: "rule", values: only } : { type: "tag", values: TAGS },
      // What is well is not told: telling it takes most of the time.
      resultTypes: ["violations"],
      // No rule of these looks into style sheets by itself.
      preload: false,
    },
  );
  return found.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")} (${violation.help})`,
  );
}

/** What is wrong with the HTML of an answer. */
export async function validity(text) {
  const report = await html.validateString(text);
  return report.results.flatMap((result) =>
    result.messages.map((message) => `HTML line ${message.line}: ${message.message} (${message.ruleId})`),
  );
}

/** By how much a page is wider than its screen. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Text that does not fit its box, where the box hides what is too much. */
export function clipped(page) {
  return page.evaluate(() => {
    // Column titles that stand in each cell instead are kept for who listens.
    const isMeantToBeHeard = (found) => found.closest("table.stacks, table.month-grid") && found.closest("thead");
    return [...document.querySelectorAll("body *")]
      .filter((found) => {
        const style = getComputedStyle(found);
        if (found.closest("svg, input, select, textarea, iframe, .only-heard, .who, .skip") || isMeantToBeHeard(found) || found.clientWidth === 0) return false;
        const hides = (way) => way === "hidden" || way === "clip";
        const isWide = hides(style.overflowX) && found.scrollWidth > found.clientWidth + 1;
        const isHigh = hides(style.overflowY) && found.scrollHeight > found.clientHeight + 1;
        return isWide || isHigh;
      })
      .map((found) => `${found.tagName.toLowerCase()}.${found.className}: ${found.textContent.trim().slice(0, 40)}`);
  });
}

/**
 * How a page is built, without its words: elements, classes and roles in order, with those that
 * repeat each other told once. Two pages that are built alike are alike for axe.
 */
export function build(page) {
  return page.evaluate(() => {
    const told = (element) => {
      const marks = [...element.attributes]
        .filter(({ name }) => /^(class|role|type|aria-.*|required|disabled|open|lang)$/.test(name))
        .map(({ name, value }) => (/^aria-(label|labelledby|describedby|controls)$/.test(name) ? name : `${name}=${value}`));
      const parts = [];
      for (const child of element.children) {
        const part = told(child);
        if (parts.at(-1) !== part) parts.push(part);
      }
      return `${element.localName}[${marks.sort()}](${parts})`;
    };
    return told(document.body);
  });
}

/** Looks at what a page shows in both schemes and on narrow screens; leaves it at a desk, light. */
export async function look(page) {
  const faults = [];
  await page.setViewportSize(desk);
  faults.push(...(await accessibility(page)));
  await page.emulateMedia({ colorScheme: "dark" });
  for (const fault of await accessibility(page, ["color-contrast"])) faults.push(`dark: ${fault}`);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(phone);
  for (const fault of await accessibility(page, ["target-size", "color-contrast", "scrollable-region-focusable"])) {
    faults.push(`phone: ${fault}`);
  }
  return [...faults, ...(await narrow(page))];
}

/** Whether a page fits a phone and the narrowest reading width; leaves it at a desk. */
export async function narrow(page) {
  const faults = [];
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 740 });
    const wide = await overflow(page);
    if (wide > 0) faults.push(`scrolls sideways by ${wide} px at ${width} px`);
  }
  await page.setViewportSize(desk);
  return faults;
}

/** The weight of what a page needs and the browser still remembers from the page before. */
const remembered = new Map();

/** Opens a page, weighs all that comes with it for somebody new, and says what is wrong with the answer. */
export async function openWeighed(page, address) {
  const faults = [];
  const weighed = new Map();
  const bodies = [];
  const weigh = async (response) => {
    // What goes on telling has no end to wait for.
    if (response.headers()["content-type"]?.startsWith("text/event-stream")) return;
    const body = await response.body().catch(() => Buffer.alloc(0));
    weighed.set(response.url(), body.length);
  };
  const listen = (response) => bodies.push(weigh(response));
  page.faults.length = 0;
  page.on("response", listen);
  const answer = await page.goto(address, { waitUntil: "load" });
  const isPage = (answer.headers()["content-type"] ?? "").startsWith("text/html");
  const needed = await page.evaluate(async () => {
    // A font is asked for when the page is laid out, which may be after it has loaded.
    document.body?.getBoundingClientRect();
    await document.fonts.ready;
    return performance.getEntriesByType("resource").map((one) => one.name);
  });
  await Promise.all(bodies);
  page.off("response", listen);
  for (const url of needed.filter((url) => !weighed.has(url) && !/\/live$/.test(url))) {
    if (!remembered.has(url)) remembered.set(url, (await (await page.context().request.get(url)).body()).length);
    weighed.set(url, remembered.get(url));
  }
  const weight = [...weighed.values()].reduce((sum, length) => sum + length, 0);
  if (isPage) {
    if (answer.status() >= 500) faults.push(`answered ${answer.status()}`);
    if (weight > HEAVIEST) faults.push(`weighs ${weight} bytes`);
    for (const kind of [/\.css/, /\.woff2/]) {
      if (![...weighed.keys()].some((url) => kind.test(url))) faults.push(`${kind} was not weighed`);
    }
    faults.push(...(await validity(await answer.text())));
  }
  return { answer, isPage, faults };
}
