// What people came for, from the letter to the result: on a phone and at a desk, with script and without.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { close, desk, open, people, phone, signIn, visitor } from "./house.mjs";

before(open);
after(close);

// Each screen has its own person: links in letters are not sent to one address many times.
const screens = [
  ["on a phone, with script", { viewport: phone }, "lila.bocage@exemple.test"],
  ["on a phone, without script", { viewport: phone, javaScriptEnabled: false }, "malo.estuaire@exemple.test"],
  ["at a desk, with script", { viewport: desk }, "tanguy.serein@exemple.test"],
  ["at a desk, without script", { viewport: desk, javaScriptEnabled: false }, "ombeline.passage@exemple.test"],
];

/** The first letter of the mailbox whose subject says this; its link is followed. */
async function follow(page, subject, link) {
  await page.goto("/demo/mailbox");
  await page.getByRole("link", { name: subject }).first().click();
  const letter = await page.locator("main pre").first().innerText();
  const found = [...letter.matchAll(/https?:\/\/\S+/g)].map(([url]) => url).find((url) => link.test(url));
  assert.ok(found, `no link ${link} in the letter:\n${letter}`);
  await page.goto(found);
}

for (const [name, screen, address] of screens) {
  describe(name, () => {
    test("nobody finds the next meeting and is asked to sign in", async () => {
      const page = await visitor(screen);
      await page.goto("/");
      await page.locator('main a[href^="/events/"]').first().click();
      assert.match(new URL(page.url()).pathname, /^\/events\//);
      await page.getByRole("link", { name: "Me connecter et m’inscrire" }).click();
      await page.getByRole("heading", { level: 1, name: "Se connecter" }).waitFor();
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });

    test("a person signs in by a link in a letter, which a scanner cannot use up", async () => {
      const page = await visitor(screen);
      await page.goto("/auth/email?return_to=/");
      await page.getByLabel(/Adresse électronique/).fill(address);
      await page.getByRole("button", { name: "Recevoir un lien" }).click();
      await page.waitForTimeout(1500);
      await follow(page, /connexion|connecter/i, /\/auth\/email\//);
      // What a scanner does: it looks, and nothing happens.
      await page.reload();
      await page.getByRole("button", { name: "Me connecter" }).click();
      await page.getByRole("button", { name: "Se déconnecter" }).waitFor();
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  });
}

test("the keyboard alone leads from the top of the page to a registration", async () => {
  const page = await visitor({ viewport: desk });
  await signIn(page, people.mediator);
  await page.goto("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Aller au contenu");
  await page.keyboard.press("Enter");
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const reached = await page.evaluate(() => document.activeElement.getAttribute("href") ?? "");
    if (reached.startsWith("/events/")) break;
  }
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid", "the focus is visible");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/events\//);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
