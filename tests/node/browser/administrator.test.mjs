// An administrator: joins two records of one person, reads who did what, looks after the service, helps in somebody's name.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { close, letter, open, people, screens, tell, unfold } from "./house.mjs";

/** Each screen has its own person of whom there are two records. */
const twice = [
  ["Aline", "Arbrelune", "Centre social Les Genêts", "91000791900012"],
  ["Basile", "Boisclair", "Médiathèque des Deux Rives", "91001583800014"],
  ["Camille", "Champgrelot", "Association Clic et Lien", "91002375700016"],
  ["Denis", "Dumoulinet", "Communauté de communes du Haut Anjou", "91003167600018"],
];

before(open);
after(close);

for (const screen of screens) {
  describe(screen.name, () => {
    const [firstName, lastName, employer, siret] = twice[screen.rank];
    const name = `${firstName} ${lastName}`;

    test("two records of one person are found, compared side by side, and joined", () =>
      tell(screen, [people.administrator], async (page) => {
        const again = `${firstName}.bis@exemple.test`.toLowerCase();
        await page.goto("/networks/cybanjou/import");
        await page.getByLabel(/^Ou collez le tableau/).fill(
          `Prénom,Nom,Adresse email,Structure,SIRET\n${firstName},${lastName},${again},${employer},${siret}\n`,
        );
        await page.getByRole("button", { name: "Continuer" }).click();
        await page.locator("#rapport").getByRole("button", { name: /import/i }).click();
        await page.getByRole("heading", { name: "C’est importé" }).waitFor();

        await page.goto("/administration");
        await page.getByRole("link", { name: "Réunir les doublons" }).click();
        await page.getByRole("link", { name: `Comparer avec la première fiche : ${name}` }).click();
        await page.getByRole("heading", { level: 1, name: "Réunir deux fiches" }).waitFor();
        const row = page.getByRole("row").filter({ hasText: again });
        assert.ok((await row.count()) > 0, "both addresses stand side by side");
        await page.getByLabel(/C’est bien la même personne/).check();
        await page.getByRole("button", { name: "Réunir les deux fiches" }).click();
        await page.getByText("Les deux fiches n’en font plus qu’une.").waitFor();
        await page.goto("/administration/duplicates");
        assert.equal(await page.getByRole("link", { name: `Comparer avec la première fiche : ${name}` }).count(), 0);
      }));

    test("who did what is read by person and by thing", () =>
      tell(screen, [people.administrator], async (page) => {
        await page.goto("/administration/members?search=lila");
        await page.getByRole("link", { name: "Lila Bocage" }).click();
        await page.getByRole("heading", { name: "Ce qui lui est arrivé, et ce qu’elle a fait" }).waitFor();
        await page.goto("/networks/cybanjou");
        await page.getByRole("link", { name: "Rencontre réseau de démonstration" }).click();
        await page.getByRole("heading", { level: 1, name: "Rencontre réseau de démonstration" }).waitFor();
        const meeting = page.url();
        await page.goto("/administration/trail");
        await page.getByLabel(/^Ou l’adresse de la page/).fill(meeting);
        await page.getByRole("button", { name: "Afficher" }).click();
        await page.getByRole("table").getByRole("row").nth(1).waitFor();
        await page.getByLabel(/^Au/).fill("2020-01-01");
        await page.getByRole("button", { name: "Afficher" }).click();
        await page.getByText("Rien n’est noté pour cette période.").waitFor();
      }));

    test("the state of the service is told in words", () =>
      tell(screen, [people.administrator], async (page) => {
        await page.goto("/administration");
        await page.getByRole("link", { name: "Vérifier l’état du service" }).click();
        await page.getByRole("heading", { level: 1, name: "État du service" }).waitFor();
        const database = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Base de données" }) });
        await database.getByText("en ordre").first().waitFor();
        await page.getByRole("heading", { name: "Les courriels" }).waitFor();
      }));

    test("an administrator acts in somebody's name, visibly, with a reason that the person reads", () =>
      tell(screen, [people.administrator], async (page) => {
        const [who, address] = [
          ["Lila Bocage", "lila.bocage@exemple.test"],
          ["Agathe Boisclair", "agathe.boisclair@exemple.test"],
          ["Bastien Champgrelot", "bastien.champgrelot@exemple.test"],
          ["Chloé Dumoulinet", "chloe.dumoulinet@exemple.test"],
        ][screen.rank];
        await page.goto(`/administration/members?search=${encodeURIComponent(who)}`);
        await page.getByRole("link", { name: who }).click();
        await page.getByLabel(/^Pourquoi/).fill("Vous nous avez appelés pour votre profil.");
        await page.getByRole("button", { name: "Agir en son nom" }).click();
        await page.getByText("Vous agissez maintenant au nom de cette personne.").waitFor();
        const banner = page.getByRole("region", { name: new RegExp(`Vous agissez au nom (de |d’)${who}`) });
        await banner.waitFor();
        await page.goto("/me/profile");
        await banner.waitFor();
        assert.equal(await page.getByLabel("Prénom").inputValue(), who.split(" ")[0]);
        // What only oneself may do stays undone.
        const answer = await page.goto("/me/data/erase");
        if (answer.ok()) {
          await page.getByLabel(/Je veux effacer mon compte/).check();
          await page.getByRole("button", { name: "Effacer mon compte pour toujours" }).click();
          await page.getByText("Votre compte est effacé").waitFor({ timeout: 1000 }).then(
            () => assert.fail("the account was erased in somebody's name"),
            () => {},
          );
        }
        await page.goto("/");
        await banner.getByRole("button", { name: "Arrêter d’agir en son nom" }).click();
        await page.getByText("Vous agissez de nouveau en votre nom.").waitFor();
        assert.equal(await banner.count(), 0);
        const { text } = await letter(page, address, /administration|en votre nom/i);
        assert.match(text, /Camille Rivage/);
        assert.match(text, /Vous nous avez appelés pour votre profil/);
      }));

    test("a record is closed and opened again, and networks are found", () =>
      tell(screen, [people.administrator], async (page) => {
        const who = ["Damien Épervanche", "Estelle Fontbrune", "Farid Fontbrune", "Florian Grandvalet"][screen.rank];
        await page.goto(`/administration/members?search=${encodeURIComponent(who)}`);
        await page.getByRole("link", { name: who }).click();
        await unfold(page, "Fermer la fiche");
        await page.getByRole("button", { name: "Fermer la fiche" }).click();
        await page.getByText("Cette fiche est fermée.").waitFor();
        await page.getByRole("button", { name: "Rouvrir la fiche" }).click();
        await page.getByText("La fiche est de nouveau ouverte.").waitFor();
        await page.goto("/administration/networks");
        await page.getByLabel(/^Nom/).first().fill("bauge");
        await page.getByRole("button", { name: "Chercher" }).first().click();
        await page.getByRole("link", { name: "RLIN Baugé-en-Anjou" }).first().waitFor();
      }));
  });
}
