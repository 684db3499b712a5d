// What people came for, from the letter to the result: on a phone and at a desk, with script and without.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { close, desk, open, people, phone, signIn, visitor } from "./house.mjs";

before(open);
after(close);

// Each screen has its own person: links in letters are not sent to one address many times.
const screens = [
  ["on a phone, with script", { viewport: phone }, "lila.bocage@exemple.test", "Lila Bocage"],
  ["on a phone, without script", { viewport: phone, javaScriptEnabled: false }, "malo.estuaire@exemple.test", "Malo Estuaire"],
  ["at a desk, with script", { viewport: desk }, "tanguy.serein@exemple.test", "Tanguy Serein"],
  ["at a desk, without script", { viewport: desk, javaScriptEnabled: false }, "ombeline.passage@exemple.test", "Lila Bocage"],
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

/** Plans a meeting as the network's lead, and publishes it; gives its address. */
async function plan(page, title) {
  await page.goto("/networks/cybanjou/events/new");
  await page.getByLabel("Titre", { exact: true }).fill(title);
  await page.getByLabel("Début", { exact: true }).fill("2030-03-14T09:30");
  await page.getByLabel("Fin", { exact: true }).fill("2030-03-14T17:00");
  await page.getByLabel(/^Lieu/).first().fill("Maison du citoyen connecté, Baugé-en-Anjou");
  await page.getByRole("button", { name: "Créer le brouillon" }).click();
  await page.waitForURL(/\/agenda\?done=/);
  const meeting = new URL(page.url()).pathname.replace("/agenda", "");
  await page.getByLabel("Titre", { exact: true }).fill("Accueil");
  await page.getByLabel("Début", { exact: true }).fill("2030-03-14T09:30");
  await page.getByLabel("Fin", { exact: true }).fill("2030-03-14T10:00");
  await page.getByRole("button", { name: "Ajouter au programme" }).click();
  await page.getByText("Accueil").first().waitFor();
  await page.getByRole("link", { name: "Modifier", exact: true }).click();
  await page.getByRole("button", { name: "Publier la rencontre" }).click();
  await page.waitForURL(/done=/);
  return meeting;
}

for (const [name, screen, address, member] of screens) {
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

    test("a lead plans a meeting, members take and leave a place, and the sheet says who comes", async () => {
      const lead = await visitor(screen);
      await signIn(lead, people.lead);
      const title = `Rencontre ${name}`;
      const meeting = await plan(lead, title);

      const guest = await visitor(screen);
      await signIn(guest, member);
      await guest.goto(meeting);
      await guest.getByRole("button", { name: "M’inscrire" }).click();
      await guest.locator("#inscription .standing").waitFor();
      // A second click, in another window, does what the first one did.
      await guest.goto(meeting);
      await guest.locator("#inscription .standing").waitFor();
      await guest.goto("/me");
      await guest.getByRole("link", { name: title }).first().waitFor();

      await lead.goto(`${meeting}/sheet`);
      await lead.getByRole("rowheader", { name: member }).waitFor();
      await lead.goto(`${meeting}/people`);
      await lead.getByText(member).first().waitFor();

      await guest.goto(meeting);
      await guest.locator("summary", { hasText: "Annuler mon inscription" }).click();
      await guest.getByRole("button", { name: "Annuler mon inscription" }).click();
      await guest.getByText("Votre inscription est annulée").first().waitFor();
      await lead.goto(`${meeting}/sheet`);
      assert.equal(await lead.getByRole("rowheader", { name: member }).count(), 0);
      assert.deepEqual([...lead.faults, ...guest.faults], []);
      await lead.context().close();
      await guest.context().close();
    });

    test("a lead invites people by a pasted list, and is told what became of each address", async () => {
      const page = await visitor(screen);
      await signIn(page, people.lead);
      await page.goto("/networks/cybanjou/invitations");
      const fresh = `personne-${name.replace(/\W+/g, "-")}@exemple.test`;
      await page.getByLabel(/Adresses/).fill(`Zoé Lune <${fresh}>; ${fresh}\npas-une-adresse`);
      await page.getByRole("button", { name: "Vérifier la liste" }).click();
      await page.getByRole("rowheader", { name: fresh }).first().waitFor();
      await page.getByRole("rowheader", { name: "pas-une-adresse" }).waitFor();
      await page.locator("#rapport").getByRole("button", { name: /Envoyer/ }).click();
      await page.goto("/networks/cybanjou/invitations");
      await page.getByRole("rowheader", { name: fresh }).waitFor();
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
