// A mediator: from the letter to a place, a session per round, the waiting list, what others see, what one came to.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { close, desk, downloaded, follow, letter, open, people, screens, signIn, tabTo, tell, unfold, visitor } from "./house.mjs";
import { moment, plan } from "./meeting.mjs";

/** Each screen has its own person: what one of them did is not there for the next. */
const mediators = [
  { name: "Lila Bocage", address: "lila.bocage@exemple.test" },
  { name: "Agathe Boisclair", address: "agathe.boisclair@exemple.test" },
  { name: "Bastien Champgrelot", address: "bastien.champgrelot@exemple.test" },
  { name: "Chloé Dumoulinet", address: "chloe.dumoulinet@exemple.test" },
];
const called = (name) => new RegExp(`^${name}`);

const title = "Rencontre des ateliers";
let meeting;

before(async () => {
  await open();
  const lead = await visitor();
  await signIn(lead, people.lead);
  const at = (time) => `2030-05-16T${time}`;
  meeting = await plan(lead, title, {
    starts: at("09:30"),
    ends: at("17:00"),
    places: 30,
    sessions: [
      { title: "Accueil", starts: at("09:30"), ends: at("10:00") },
      { title: "Atelier courriel", starts: at("14:00"), ends: at("15:30"), places: 12 },
      { title: "Atelier démarches", starts: at("14:00"), ends: at("15:30"), places: 12 },
    ],
  });
  await lead.goto(`${meeting}/invite`);
  await lead.getByLabel("Tous les membres des réseaux hôtes").check();
  await lead.getByLabel(/^Un mot personnel/).fill("Venez nombreuses et nombreux.");
  await lead.getByRole("button", { name: "Voir qui recevra l’invitation" }).click();
  await lead.getByRole("button", { name: "Envoyer les invitations" }).click();
  await lead.waitForURL(/done=invited/);
  await lead.context().close();
});
after(close);

for (const screen of screens) {
  const self = mediators[screen.rank];
  describe(screen.name, () => {
    test("a mediator takes a place from the letter, chooses a session per round, excuses and cancels", () =>
      tell(screen, [called(self.name)], async (page) => {
        await page.goto("/me");
        await page.getByRole("region", { name: "Ce qui attend votre réponse" }).getByRole("link", { name: title }).waitFor();

        const { text } = await letter(page, self.address, /^Invitation : Rencontre des ateliers/);
        assert.match(text, /Venez nombreuses et nombreux/);
        await follow(page, self.address, /^Invitation : Rencontre des ateliers/, /\/events\//);
        await page.getByText("Vous êtes invité·e.").waitFor();
        await page.getByLabel("Atelier courriel").check();
        await page.getByRole("button", { name: "M’inscrire" }).click();
        await page.getByText("Vous êtes inscrit·e.").waitFor();
        const courriel = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Atelier courriel", exact: true }) }).last();
        await courriel.getByText("Vous y avez une place.").waitFor();
        // The other one of the round instead.
        await page.getByRole("button", { name: "Choisir : Atelier démarches" }).click();
        await page.getByText("Votre choix est noté.").waitFor();
        await page.getByRole("button", { name: "Ne plus y participer : Atelier démarches" }).waitFor();
        assert.equal(await page.getByRole("button", { name: "Ne plus y participer : Atelier courriel" }).count(), 0);

        const confirmed = await letter(page, self.address, /^Inscription confirmée : Rencontre des ateliers/);
        assert.match(confirmed.text, /jeudi 16 mai 2030/);
        await page.locator("pre", { hasText: "BEGIN:VCALENDAR" }).waitFor();
        await page.goto("/me");
        await page.getByRole("region", { name: "Mes prochains rendez-vous" }).getByRole("link", { name: title }).click();

        await unfold(page, "Prévenir de mon absence");
        await page.getByLabel("Pourquoi ?").fill("Formation le même jour");
        await page.getByRole("button", { name: "Prévenir l’équipe" }).click();
        await page.getByText("Vous avez prévenu que vous ne viendrez pas.").waitFor();
        await page.getByText("Motif : Formation le même jour").waitFor();
        await unfold(page, "Annuler mon inscription");
        await page.getByRole("button", { name: "Annuler mon inscription" }).click();
        await page.getByText("Votre inscription est annulée").first().waitFor();
        await letter(page, self.address, /annul/i);
      }));

    test("who finds it full waits, sees the rank, and takes the place that is freed from the letter", () =>
      tell(screen, [called(self.name), people.lead], async (page, lead) => {
        const full = `Atelier complet ${screen.rank}`;
        const path = await plan(lead, full, { starts: moment(40), ends: moment(40, 3), places: 1 });
        await lead.goto(`${path}/people?who=Zélie#inscrire`);
        await lead.getByRole("button", { name: "Inscrire Zélie Zéphirin" }).click();
        await lead.getByText("La personne est inscrite").waitFor();

        await page.goto(path);
        await page.getByText("C’est complet, mais des places se libèrent souvent").waitFor();
        await page.getByRole("button", { name: "Rejoindre la liste d’attente" }).click();
        await page.getByText("Vous êtes en tête de la liste d’attente.").waitFor();

        await lead.goto(`${path}/people`);
        const row = lead.getByRole("row").filter({ hasText: "Zélie Zéphirin" });
        await row.locator("summary", { hasText: "Annuler" }).click();
        await row.getByRole("button", { name: /Annuler l’inscription/ }).click();
        await lead.getByText("L’inscription est annulée").waitFor();

        await follow(page, self.address, /place/i, /\/events\//);
        await page.getByText("Une place s’est libérée").waitFor();
        await page.getByRole("button", { name: "Prendre la place" }).click();
        await page.getByText("La place est à vous.").waitFor();
        await page.getByText("Vous êtes inscrit·e.").waitFor();
      }));

    test("a profile shows each field to whom its owner wants, and the preview does not lie", () =>
      tell(screen, [called(self.name), called("Damien Épervanche")], async (page, other) => {
        const phone = `02 41 00 00 0${screen.rank}`;
        await page.goto("/me/profile");
        await page.getByLabel(/^Ma fonction/).fill(`Médiation, poste ${screen.rank}`);
        await page.getByLabel(/^Téléphone/).first().fill(phone);
        await page.getByLabel(/^Autres compétences/).fill("Langue des signes");
        await page.getByLabel("Je peux former d’autres personnes").check();
        const shown = page.getByRole("group", { name: "Je montre aux membres de mes réseaux" });
        await shown.getByLabel("Fonction").check();
        await shown.getByLabel("Compétences").check();
        await shown.getByLabel("Téléphone").uncheck();
        await page.getByRole("button", { name: "Enregistrer" }).click();
        await page.getByText("C’est enregistré.").waitFor();
        await page.getByRole("link", { name: "Comme les autres me voient" }).click();
        await page.getByText(`Médiation, poste ${screen.rank}`).waitFor();
        await page.getByText("Langue des signes").waitFor();
        assert.equal(await page.getByText(/02.41.00/).count(), 0, "the phone is not shown");
        await page.getByRole("link", { name: "Tout le monde" }).click();
        await page.getByText(/Rien du tout\.|Votre nom, et rien d’autre/).waitFor();

        await other.goto("/members");
        await other.getByLabel(/^Nom ou prénom/).fill(self.name);
        await other.getByRole("button", { name: "Chercher" }).click();
        await other.getByRole("heading", { name: self.name }).getByRole("link").click();
        await other.getByText(`Médiation, poste ${screen.rank}`).waitFor();
        await other.getByText("peut former").waitFor();
        assert.equal(await other.getByText(/02.41.00/).count(), 0, "nor to a fellow member");
        assert.equal(await other.getByText(self.address).count(), 0);
      }));

    test("the directory forgives an accent and a slip, and one writes without revealing an address", () =>
      tell(screen, [called(self.name)], async (page) => {
        await page.goto("/members");
        await page.getByLabel(/^Nom ou prénom/).fill("elodie epervanche");
        await page.getByRole("button", { name: "Chercher" }).click();
        await page.getByRole("link", { name: "Élodie Épervanche" }).waitFor();
        await page.getByLabel(/^Nom ou prénom/).fill("Epervenche");
        await page.getByRole("button", { name: "Chercher" }).click();
        await page.getByText("Voici qui porte un nom très proche").waitFor();
        await page.getByRole("link", { name: "Élodie Épervanche" }).click();
        const subject = `Prêt d’une imprimante ${screen.rank}`;
        await page.getByLabel("Objet").fill(subject);
        await page.getByLabel("Message").fill("Pourriez-vous nous la prêter en mars ?");
        await page.getByRole("button", { name: "Envoyer" }).click();
        await page.getByText("Votre message part par courriel.").waitFor();
        const { text } = await letter(page, "elodie.epervanche@exemple.test", new RegExp(subject));
        assert.match(text, /nous la prêter en mars/);
        assert.ok(text.includes(self.name), "it is signed");
        assert.ok(!(await page.locator("main").innerText()).includes(self.address), "no address is revealed");
      }));

    test("what one came to is on a page to print, year by year", () =>
      tell(screen, [called(self.name), people.lead], async (page, lead) => {
        const now = `Permanence ${screen.rank}`;
        const path = await plan(lead, now, { starts: moment(0, -0.5), ends: moment(0, 3) });
        await lead.goto(`${path}/people?who=${encodeURIComponent(self.name)}#inscrire`);
        await lead.getByRole("button", { name: `Inscrire ${self.name}` }).click();
        await lead.goto(`${path}/attendance`);
        await lead.getByRole("button", { name: `Présent·e : ${self.name}` }).click();
        await lead.getByRole("button", { name: `Présent·e : ${self.name}`, pressed: true }).waitFor();

        await page.goto("/me");
        await page.getByRole("link", { name: "Participation" }).click();
        const row = page.getByRole("row").filter({ hasText: now });
        await row.getByText("Présent·e").waitFor();
        await page.getByRole("link", { name: now }).waitFor();
      }));

    test("letters are chosen by a letter's own link, without signing in, and looking chooses nothing", () =>
      tell(screen, [null, called(self.name)], async (nobody, page) => {
        const subject = /^Invitation : Rencontre des ateliers/;
        await follow(nobody, self.address, subject, /\/letters\/preferences/);
        const invitations = nobody.getByLabel("Invitations");
        assert.ok(await invitations.isChecked(), "looking changes nothing");
        await invitations.uncheck();
        await nobody.getByRole("button", { name: "Enregistrer" }).click();
        await nobody.getByText("Vos choix sont enregistrés.").waitFor();

        await page.goto("/me/letters");
        assert.equal(await page.getByLabel("Invitations").isChecked(), false);
        await page.getByLabel("Invitations").check();
        await page.getByRole("button", { name: "Enregistrer" }).click();
        await page.getByText("C’est enregistré.").waitFor();
        await nobody.goto(nobody.url());
        assert.ok(await nobody.getByLabel("Invitations").isChecked());
      }));

    test("all my data comes as one file", () =>
      tell(screen, [called(self.name)], async (page) => {
        await page.goto("/me/data");
        const { name, bytes } = await downloaded(page, () => page.getByRole("button", { name: "Télécharger en JSON" }).click());
        assert.match(name, /\.json$/);
        const told = JSON.parse(bytes.toString("utf8"));
        const text = JSON.stringify(told);
        assert.ok(text.includes(self.address));
        assert.ok(!text.includes("nora.vallon@exemple.test"), "and nothing of others");
      }));

    test("my agenda follows my registrations by a secret address, which I may close", () =>
      tell(screen, [called(self.name)], async (page) => {
        await page.goto("/me/calendar");
        await page.getByRole("button", { name: "Obtenir mon adresse" }).click();
        const address = (await page.getByRole("region", { name: "Votre adresse secrète" }).locator("code").innerText()).trim();
        const ask = page.context().request;
        const calendar = await (await ask.get(address)).text();
        assert.match(calendar, /^BEGIN:VCALENDAR/);
        await page.getByRole("button", { name: "Fermer l’adresse" }).click();
        await page.getByText("L’adresse est fermée").waitFor();
        assert.equal((await ask.get(address)).status(), 404);
      }));

    test("a mediator says where they work, and signs the charter that waits for them", () =>
      tell(screen, [called(self.name)], async (page) => {
        await page.goto("/me/networks");
        await page.getByRole("region", { name: "Cyb@njou" }).getByText(/Votre rôle dans le réseau/).waitFor();
        await page.goto("/me/employments");
        await page.getByLabel("Nom, SIRET ou RNA").fill("saumurois");
        await page.getByRole("button", { name: "Chercher" }).click();
        const declaring = page.getByRole("region", { name: "Indiquer une structure" });
        await declaring.getByRole("radio", { name: /Mission locale du Saumurois/ }).check();
        await declaring.getByLabel(/^Ma fonction/).fill("Accueil numérique");
        await declaring.getByLabel(/^Depuis le/).fill("2026-01-05");
        await page.getByRole("button", { name: "Indiquer cette structure" }).click();
        await page.getByText("C’est noté. La structure, ou l’équipe de votre réseau, va le confirmer.").waitFor();
        await page.getByRole("article", { name: "Mission locale du Saumurois" }).getByText("À confirmer par la structure").waitFor();

        await follow(page, self.address, /^À signer/, /\/charters\//);
        await page.getByRole("button", { name: "Signer" }).waitFor();
        await page.getByLabel(/J’ai lu cette charte et je m’engage/).check();
        await page.getByRole("button", { name: "Signer" }).click();
        await page.getByText("La charte est signée.").waitFor();
      }));
  });
}

test("the keyboard alone leads from the top of the page to a place", () =>
  tell({ viewport: desk }, [called("Estelle Fontbrune")], async (page) => {
    // Among what waits for an answer: a network's page names its next meetings only.
    await page.goto("/me");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Aller au contenu");
    await page.keyboard.press("Enter");
    await tabTo(page, ({ words }) => words === title);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    // The first radio button of a group takes the focus; the arrows choose.
    await tabTo(page, ({ name }) => name.startsWith("round-"));
    await page.keyboard.press("ArrowDown");
    await tabTo(page, ({ tag, words }) => tag === "button" && words === "Envoyer avec mes choix");
    await page.keyboard.press("Enter");
    await page.getByText("Vous êtes inscrit·e.").waitFor();
    await tabTo(page, ({ tag, words }) => tag === "summary" && words === "Annuler mon inscription");
    await page.keyboard.press("Enter");
    await tabTo(page, ({ tag, words }) => tag === "button" && words === "Annuler mon inscription");
    await page.keyboard.press("Enter");
    await page.getByText("Votre inscription est annulée").first().waitFor();
  }));
