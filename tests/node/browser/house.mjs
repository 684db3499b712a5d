// One browser for all stories, people who sign in, and pages that are watched while they load.
import { chromium } from "playwright-core";

export const base = process.env.MAILLAGE_URL;
const executablePath = process.env.MAILLAGE_TEST_CHROMIUM ?? "/usr/bin/chromium";

export const phone = { width: 360, height: 740 };
export const desk = { width: 1280, height: 900 };

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
    const isPlain404 = message.text().includes("status of 404") || message.text().includes("status of 422");
    if (message.type() === "error" && !isPlain404) page.faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("data:")) page.faults.push(`foreign request: ${url}`);
  });
  return page;
}

/** Signs in with the demonstration's provider, as the first person whose card says this. */
export async function signIn(page, who) {
  await page.goto("/auth/oidc/start?return_to=/");
  await page.getByRole("button", { name: who }).first().click();
  await page.waitForURL((url) => url.origin === base && !url.pathname.startsWith("/demo/provider"));
}

export const people = {
  administrator: /administre la fédération/,
  lead: /pilote le réseau Cyb@njou/,
  mediator: /membre du réseau/,
  manager: /agit pour la structure/,
  newcomer: /n’a encore rejoint aucun réseau/,
};
