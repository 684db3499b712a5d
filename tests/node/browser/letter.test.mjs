// A letter opened where nobody is signed in: two taps to a place, and back; a new address confirmed from its mailbox.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { close, follow, letter, open, people, screens, signIn, tell, visitor } from "./house.mjs";
import { plan } from "./meeting.mjs";

/** Each screen has its own person: a place that one of them took is not there for the next to take. */
const readers = [
  { name: "Farid Fontbrune", address: "farid.fontbrune@exemple.test" },
  { name: "Gaëlle Grandvalet", address: "gaelle.grandvalet@exemple.test" },
  { name: "Hugo Hautecombe", address: "hugo.hautecombe@exemple.test" },
  { name: "Inès Isleverte", address: "ines.isleverte@exemple.test" },
];

const title = "Matinée entre voisins";
const invitation = new RegExp(`^Invitation : ${title}`);

before(async () => {
  await open();
  const lead = await visitor();
  await signIn(lead, people.lead);
  // With a choice of workshops: what one may also say does not stand before the button.
  const round = { starts: "2030-06-13T10:00", ends: "2030-06-13T11:00", places: 20 };
  const sessions = [{ title: "Atelier tablettes", ...round }, { title: "Atelier courriels", ...round }];
  const meeting = await plan(lead, title, { starts: "2030-06-13T09:30", ends: "2030-06-13T12:00", places: 30, sessions });
  await lead.goto(`${meeting}/invite`);
  await lead.getByLabel("Tous les membres des réseaux hôtes").check();
  await lead.getByRole("button", { name: "Voir qui recevra l’invitation" }).click();
  await lead.getByRole("button", { name: "Envoyer les invitations" }).click();
  await lead.waitForURL(/done=invited/);
  await lead.context().close();
});
after(close);

for (const screen of screens) {
  const self = readers[screen.rank];
  describe(screen.name, () => {
    test("two taps from the letter take a place; the same link says so, excuses and gives it back", () =>
      tell(screen, [null], async (page) => {
        // The first tap is the letter's button.
        await follow(page, self.address, invitation, /\/events\/[^/]+\/letter\//);
        const link = page.url();
        await page.getByRole("heading", { name: `Vous êtes ${self.name}` }).waitFor();
        const button = page.getByRole("button", { name: "M’inscrire" });
        const { y, height } = await button.boundingBox();
        assert.ok(height >= 40, `a thumb hits ${height} px`);
        assert.ok(y + height <= screen.viewport.height, `the button waits below the screen, at ${y} px`);
        await button.click();
        await page.getByText("Vous êtes inscrit·e.").waitFor();
        assert.deepEqual(await page.context().cookies(), [], "nobody is signed in by it");
        await letter(page, self.address, new RegExp(`^Inscription confirmée : ${title}`));

        await page.goto(link);
        await page.locator("summary", { hasText: "Annuler mon inscription" }).click();
        await page.getByRole("button", { name: "Annuler mon inscription" }).click();
        await page.getByText("Votre inscription est annulée").first().waitFor();
        await page.getByRole("button", { name: "M’inscrire" }).waitFor();
        await letter(page, self.address, new RegExp(`^Inscription annulée : ${title}`));

        // It opens this answer, and nothing else of the person.
        await page.goto("/me");
        assert.match(page.url(), /\/auth\//);
      }));

    test("in somebody else's browser the letter says for whom it answers", () =>
      tell(screen, [people.lead], async (page) => {
        await follow(page, self.address, invitation, /\/events\/[^/]+\/letter\//);
        await page.getByText(/Ce navigateur est connecté au nom de/).waitFor();
        await page.getByText(`Ici, vous répondez pour ${self.name}`).waitFor();
      }));

    test("a new address is mine once I follow the link that it received", () =>
      tell(screen, [new RegExp(`^${self.name}`)], async (page) => {
        const fresh = `nouvelle.${screen.rank}@exemple.test`;
        await page.goto("/me/profile");
        await page.getByRole("link", { name: "Changer d’adresse" }).click();
        await page.getByLabel(/^Nouvelle adresse/).fill(fresh);
        await page.getByRole("button", { name: "Recevoir le courriel" }).click();
        await page.getByText(`Un courriel est parti à ${fresh}`).waitFor();
        await follow(page, fresh, /^Confirmer votre nouvelle adresse/, /\/me\/email\//);
        await page.getByRole("heading", { name: `Utiliser ${fresh} ?` }).waitFor();
        await page.getByRole("button", { name: "Utiliser cette adresse" }).click();
        await page.getByText("votre compte utilise votre nouvelle adresse").waitFor();
        await page.getByText(fresh).waitFor();
        const { text } = await letter(page, self.address, /^L’adresse de votre compte a changé/);
        assert.ok(!text.includes(fresh), "a mailbox that may be an employer's does not learn the new one");
      }));
  });
}
