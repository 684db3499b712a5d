// Who acts for a structure: its staff, the jobs that people declare, its record and places, who else acts.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { close, downloaded, follow, letter, open, people, screens, tell, unfold } from "./house.mjs";

const structure = "Centre social Les Genêts";
const manager = "tanguy.serein@exemple.test";

/** Each screen has its own people who say that they work there. */
const declaring = [
  ["Zacharie Arbrelune", "Farid Fontbrune"],
  ["Florian Grandvalet", "Gaëlle Grandvalet"],
  ["Gisèle Hautecombe", "Hugo Hautecombe"],
  ["Damien Épervanche", "Élodie Épervanche"],
];
const called = (name) => new RegExp(`^${name}`);
const address = (name) =>
  `${name.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase().replace(" ", ".")}@exemple.test`;

before(open);
after(close);

/** Opens a page of the structure. */
async function structurePage(page, tab) {
  await page.goto("/me");
  await page.getByRole("link", { name: structure }).first().click();
  if (tab) await page.locator("main nav.tabs").getByRole("link", { name: tab, exact: true }).click();
}

/** Says that one works there. */
async function declare(page) {
  await page.goto("/me/employments?search=genets");
  const form = page.getByRole("region", { name: "Indiquer une structure" });
  await form.getByRole("radio", { name: structure }).check();
  await form.getByLabel(/^Depuis le/).fill("2026-02-02");
  await form.getByRole("button", { name: "Indiquer cette structure" }).click();
  await page.getByText("C’est noté. La structure, ou l’équipe").waitFor();
}

for (const screen of screens) {
  describe(screen.name, () => {
    test("who acts for a structure sees its staff, what it comes to, and takes the list away", () =>
      tell(screen, [people.manager], async (page) => {
        await structurePage(page, "Équipe");
        await page.getByRole("heading", { level: 1, name: "L’équipe" }).waitFor();
        const row = page.getByRole("row").filter({ hasText: "Aline Arbrelune" });
        await row.waitFor();
        assert.match(await row.innerText(), /1/, "she comes to the meeting that is near");
        const csv = await downloaded(page, () => page.getByRole("link", { name: "Télécharger (CSV)" }).click());
        assert.match(csv.bytes.toString("utf8"), /Arbrelune/);
        const ods = await downloaded(page, () => page.getByRole("link", { name: "Télécharger (tableur)" }).click());
        assert.match(ods.name, /\.ods$/);
        assert.equal(ods.bytes.subarray(0, 2).toString(), "PK");

        await page.getByRole("link", { name: "Aline Arbrelune" }).click();
        await page.getByRole("heading", { level: 1, name: "Ce à quoi l’équipe participe" }).waitFor();
        await page.getByRole("link", { name: "Rencontre réseau de démonstration" }).first().waitFor();
        await page.getByLabel(/^Du/).fill("2020-01-01");
        await page.getByLabel(/^Au/).fill("2020-12-31");
        await page.getByRole("button", { name: "Afficher" }).click();
        await page.getByText("Aucune inscription ne correspond").waitFor();
        await page.locator("main nav.tabs").getByRole("link", { name: "Calendrier" }).click();
        await page.getByRole("link", { name: "Rencontre réseau de démonstration" }).waitFor();
      }));

    test("a declared job is confirmed or refused from the letter, and each person hears why", () => {
      const [confirmed, refused] = declaring[screen.rank];
      return tell(screen, [people.manager, called(confirmed), called(refused)], async (page, one, other) => {
        await declare(one);
        await declare(other);
        await letter(page, manager, new RegExp(confirmed));
        await follow(page, manager, new RegExp(refused), /\/employers\//);
        await page.getByRole("button", { name: `Confirmer : ${confirmed}` }).click();
        await page.getByText("Votre réponse est enregistrée.").waitFor();
        const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: refused }) });
        await card.locator("summary").click();
        await card.getByLabel(/^Pourquoi/).fill(`Ce poste ${screen.rank} n’existe pas chez nous.`);
        await card.getByRole("button", { name: "Refuser" }).click();
        await page.getByText("Votre réponse est enregistrée.").waitFor();
        assert.equal(await page.getByRole("heading", { name: refused }).count(), 0);

        const { text } = await letter(other, address(refused), new RegExp(structure));
        assert.match(text, new RegExp(`Ce poste ${screen.rank} n’existe pas chez nous`));
        await letter(one, address(confirmed), new RegExp(structure));
        await one.goto("/me/employments");
        await one.getByRole("article", { name: structure }).getByText("Confirmé", { exact: true }).waitFor();
        await structurePage(page, "Équipe");
        await page.getByRole("row").filter({ hasText: confirmed }).waitFor();
      });
    });

    test("the record of the structure and its places are kept up to date by clear forms", () =>
      tell(screen, [people.manager], async (page) => {
        await structurePage(page, "Fiche");
        await page.getByLabel(/^Numéro et rue/).fill(`${screen.rank + 1} rue des Genêts`);
        await page.getByLabel(/^Site/).fill("ce n’est pas une adresse");
        // The browser's own check is not the only one.
        await page.locator("form").filter({ has: page.getByRole("button", { name: "Enregistrer la fiche" }) }).evaluate((form) => { form.noValidate = true; });
        await page.getByRole("button", { name: "Enregistrer la fiche" }).click();
        await page.getByRole("alert").waitFor();
        assert.equal(await page.getByLabel(/^Numéro et rue/).inputValue(), `${screen.rank + 1} rue des Genêts`);
        await page.getByLabel(/^Site/).fill("https://genets.exemple.test");
        await page.getByRole("button", { name: "Enregistrer la fiche" }).click();
        await page.getByText("C’est enregistré.").waitFor();

        const name = `Espace numérique ${screen.rank}`;
        await structurePage(page, "Lieux");
        await page.getByRole("link", { name: "Ajouter un lieu" }).click();
        await page.getByLabel("Nom", { exact: false }).first().fill(name);
        await page.getByLabel(/^Numéro et rue/).fill("3 place de la Paix");
        await page.getByLabel(/^Code postal/).fill("49100");
        await page.getByRole("textbox", { name: /^Commune/ }).fill("Angers");
        await page.getByLabel("Lundi").fill("9h-12h, 14h-17h30");
        await page.getByRole("button", { name: "Ajouter ce lieu" }).click();
        await page.getByText("Le lieu est ajouté.").waitFor();
        await structurePage(page, "Lieux");
        await page.getByRole("link", { name: `Modifier : ${name}` }).click();
        await page.getByLabel(/^En une phrase/).fill("Des ordinateurs et quelqu’un pour vous aider.");
        await page.getByRole("button", { name: "Enregistrer le lieu" }).click();
        await page.getByText("C’est enregistré.").waitFor();
        await unfold(page, "Fermer ce lieu");
        await page.getByRole("button", { name: "Fermer ce lieu" }).click();
        await page.getByText("Le lieu est fermé.").waitFor();
        await page.getByRole("button", { name: "Rouvrir ce lieu" }).click();
        await page.getByText("Le lieu est de nouveau ouvert.").waitFor();
      }));

    test("somebody else is invited to act for the structure, accepts by the letter, and stops", () =>
      tell(screen, [people.lead, null, people.manager], async (lead, guest, page) => {
        const guestAddress = `direction-${screen.rank}@exemple.test`;
        await structurePage(page, "Qui la représente");
        const path = new URL(page.url()).pathname;
        await lead.goto(path);
        await lead.getByLabel("Son adresse de courriel").fill(guestAddress);
        await lead.getByLabel(/^Un mot/).fill("Pour suivre les équipes avec nous.");
        await lead.getByRole("button", { name: "Envoyer l’invitation" }).click();
        await lead.getByText("L’invitation part par courriel.").waitFor();

        await follow(guest, guestAddress, /représent/i, /\/invitations\//);
        await guest.getByRole("heading", { level: 1, name: new RegExp(`représenter ${structure}`) }).waitFor();
        await guest.getByRole("button", { name: "Accepter l’invitation" }).click();
        await guest.getByText("Vous représentez maintenant cette structure.").waitFor();
        await guest.goto(path.replace("/managers", "/staff"));
        await guest.getByRole("row").filter({ hasText: "Aline Arbrelune" }).waitFor();

        // Those who act for it know of each other, as nameless until they say their name; the network's team
        // ends what it began.
        await page.goto(path);
        await page.getByRole("listitem").filter({ hasText: "Sans nom" }).first().waitFor();
        await lead.goto(path);
        const listed = lead.getByRole("listitem").filter({ hasText: "Sans nom" }).first();
        await listed.locator("summary").click();
        await listed.getByRole("button", { name: "Mettre fin à ce rôle" }).click();
        await lead.getByText("C’est noté : ce rôle prend fin.").waitFor();
        const answer = await guest.goto(path.replace("/managers", "/staff"));
        assert.equal(answer.status(), 403);
      }));
  });
}
