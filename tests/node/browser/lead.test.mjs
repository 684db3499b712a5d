// A network's lead: its people, whom it invites and lets in, its meetings from the plan to the sheet, its numbers.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { close, desk, downloaded, follow, letter, open, people, phone, screens, tabTo, tell, unfold } from "./house.mjs";
import { addSession, moment, plan, publish } from "./meeting.mjs";

const network = "/networks/cybanjou";

before(open);
after(close);

/** Enters with an address that nobody knows yet. */
async function arrive(page, address) {
  await page.goto("/auth/email?return_to=/networks/cybanjou");
  await page.getByLabel(/Adresse électronique/).fill(address);
  await page.getByRole("button", { name: "Recevoir un lien" }).click();
  await follow(page, address, /connexion/, /\/auth\/email\//);
  await page.getByRole("button", { name: "Me connecter" }).click();
  await page.getByRole("heading", { level: 1, name: "Cyb@njou" }).waitFor();
}

for (const screen of screens) {
  describe(screen.name, () => {
    // Each story is told twice: with script and without, on a phone and at a desk, by turns.
    let turn = 0;
    const story = (name, told) => {
      turn += 1;
      const own = turn % 2 === 0 ? [0, 3] : [1, 2];
      if (own.includes(screen.rank)) test(name, told);
    };

    story("people are found by filters that stay in the address, and sorted", () =>
      tell(screen, [people.lead], async (page) => {
        await page.goto(`${network}/members`);
        await page.getByLabel("Nom ou adresse").fill("epervanche");
        await page.getByLabel("Rôle dans le réseau").selectOption({ label: "Membre" });
        await page.getByRole("button", { name: "Filtrer" }).click();
        await page.waitForURL(/search=epervanche/);
        await page.getByRole("rowheader", { name: /Élodie Épervanche/ }).waitFor();
        assert.equal(await page.getByRole("rowheader").count(), 2);
        // Whoever is given this address sees the same list.
        await page.goto(page.url());
        assert.equal(await page.getByLabel("Nom ou adresse").inputValue(), "epervanche");
        await page.goto(`${network}/members?unseen=yes&search=epervanche`);
        await page.getByRole("rowheader", { name: /Élodie Épervanche/ }).waitFor();
        await page.goto(`${network}/members?search=zzzz`);
        await page.getByText("Personne ne correspond à ces filtres.").waitFor();
        await page.getByRole("link", { name: "Voir toutes les personnes" }).click();
        await page.getByRole("button", { name: "Agir pour les personnes cochées" }).waitFor();
      }));

    story("an act for several people is looked at before, and taken back after", () =>
      tell(screen, [people.lead], async (page) => {
        const [family, first, second] = [
          ["montéclair", "Lucie Montéclair", "Maëlle Montéclair"],
          ["noirembert", "Mehdi Noirembert", "Noé Noirembert"],
          ["orgevaux", "Nadège Orgevaux", "Odile Orgevaux"],
          ["prébois", "Olivier Prébois", "Pascal Prébois"],
        ][screen.rank];
        const choose = async () => {
          await page.goto(`${network}/members?search=${encodeURIComponent(family)}`);
          for (const name of [first, second]) await page.getByLabel(`Choisir ${name}`).check();
          await page.getByRole("button", { name: "Agir pour les personnes cochées" }).click();
          await page.getByRole("heading", { level: 1, name: /2 personnes/ }).waitFor();
        };
        await choose();
        const roles = page.getByRole("region", { name: "Changer le rôle" });
        await roles.getByLabel(/^Rôle local/).selectOption({ label: "Éclaireur·euse" });
        await page.getByRole("button", { name: "Voir ce qui changerait" }).click();
        await page.locator("#apercu").getByRole("rowheader", { name: first }).waitFor();
        await page.getByRole("button", { name: "Changer les rôles" }).click();
        await page.getByText("Les rôles sont changés.").waitFor();

        await choose();
        const ending = page.getByRole("region", { name: "Mettre fin aux adhésions" });
        await ending.getByLabel(/^Pourquoi/).fill("Essai");
        await page.getByRole("button", { name: "Voir ce qui prendrait fin" }).click();
        const preview = page.locator("#apercu");
        await preview.getByRole("rowheader", { name: second }).waitFor();
        await preview.getByRole("button", { name: "Mettre fin aux adhésions" }).click();
        await page.getByRole("heading", { name: /, et cela peut encore être annulé$/ }).waitFor();
        await page.getByRole("button", { name: "Annuler et rétablir" }).click();
        await page.getByText("C’est rétabli.").waitFor();
        await page.goto(`${network}/members?search=${encodeURIComponent(family)}`);
        await page.getByLabel(`Choisir ${first}`).waitFor();
      }));

    story("a request to enter is answered, and both hear of it", () =>
      tell(screen, [people.lead, null, null], async (page, one, other) => {
        const [welcome, unwelcome] = [`bienvenue-${screen.rank}@exemple.test`, `refus-${screen.rank}@exemple.test`];
        for (const [guest, address] of [[one, welcome], [other, unwelcome]]) {
          await arrive(guest, address);
          await guest.getByLabel(/^Un mot pour l’équipe/).fill(`Je suis ${address}, et j’aide mes voisins.`);
          await guest.getByRole("button", { name: "Demander à entrer" }).click();
          await guest.getByText("Votre demande est envoyée.").waitFor();
        }
        await follow(page, "nora.vallon@exemple.test", /demande à rejoindre/, /join-requests/);
        const card = (address) => page.getByRole("article").filter({ hasText: `Je suis ${address}` });
        await card(welcome).getByLabel("Rôle local").selectOption({ index: 2 });
        await card(welcome).getByRole("button", { name: "Accepter" }).click();
        await page.getByText("La personne fait maintenant partie du réseau.").waitFor();
        await card(unwelcome).locator("summary").click();
        await card(unwelcome).getByLabel(/^Pourquoi/).fill("Votre réseau est celui de Nantes.");
        await card(unwelcome).getByRole("button", { name: "Refuser" }).click();
        await page.waitForURL(/done=refused/);
        assert.equal(await card(unwelcome).count(), 0);

        await letter(one, welcome, /Cyb@njou/);
        await one.goto(network);
        await one.getByText("Vous en faites partie").waitFor();
        const { text } = await letter(other, unwelcome, /Cyb@njou/);
        assert.match(text, /Votre réseau est celui de Nantes/);
        await other.goto(network);
        await other.getByRole("button", { name: "Demander à entrer" }).waitFor();
      }));

    story("a table is brought in: its columns are named, what would change is seen, the report is kept", () =>
      tell(screen, [people.lead], async (page) => {
        const address = `importee-${screen.rank}@exemple.test`;
        const table = `Mél;Prénom;Nom;Bureau\n${address};Zita;Neuve ${screen.rank};B12\npas une adresse;X;Y;B13\nlila.bocage@exemple.test;Lila;Bocage;B14\n`;
        await page.goto(`${network}/members`);
        await page.getByRole("link", { name: "Importer un tableau" }).click();
        if (screen.rank % 2 === 0) {
          await page.getByLabel(/^Fichier CSV/).setInputFiles({ name: "liste.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
        } else {
          await page.getByLabel(/^Ou collez le tableau/).fill(table);
        }
        await page.getByRole("button", { name: "Continuer" }).click();
        await page.getByRole("group", { name: "Que contient chaque colonne ?" }).waitFor();
        await page.getByLabel(/^.*Mél/).selectOption("email");
        await page.getByRole("button", { name: "Voir ce que l’import ferait" }).click();
        await page.getByText("Rien n’est encore enregistré.").waitFor();
        const preview = page.locator("#rapport");
        await preview.getByRole("rowheader", { name: new RegExp(`Zita Neuve ${screen.rank}|${address}`) }).waitFor();
        await preview.getByRole("rowheader", { name: "pas une adresse" }).waitFor();
        await preview.getByRole("button", { name: /^Importer/ }).click();
        await page.getByRole("heading", { name: "C’est importé" }).waitFor();
        const report = await downloaded(page, () => page.getByRole("link", { name: /rapport/ }).click());
        assert.match(report.name, /\.csv$/);
        assert.match(report.bytes.toString("utf8"), /pas une adresse/);
        await page.getByRole("link", { name: "Voir les personnes du réseau" }).click();
        await page.getByLabel("Nom ou adresse").fill(`Neuve ${screen.rank}`);
        await page.getByRole("button", { name: "Filtrer" }).click();
        await page.getByRole("rowheader", { name: `Zita Neuve ${screen.rank}` }).waitFor();
      }));

    story("the list of people leaves as CSV and as a spreadsheet, filtered as it is seen", () =>
      tell(screen, [people.lead], async (page) => {
        await page.goto(`${network}/members?search=vauxclair`);
        const csv = await downloaded(page, () => page.getByRole("link", { name: "Exporter en CSV" }).click());
        const text = csv.bytes.toString("utf8");
        assert.match(text, /Vauxclair/);
        assert.ok(!text.includes("Bocage"), "the filter holds in the file too");
        const ods = await downloaded(page, () => page.getByRole("link", { name: "Exporter en ODS" }).click());
        assert.ok(ods.bytes.includes("application/vnd.oasis.opendocument.spreadsheet"));
      }));

    story("a meeting is planned with its rounds, published, and taken up again the next year", () =>
      tell(screen, [people.lead], async (page) => {
        const title = `Journée des ateliers ${screen.rank}`;
        const at = (time) => `2030-04-11T${time}`;
        await page.goto(`${network}/events/new`);
        await page.getByLabel("Titre", { exact: true }).fill(title);
        await page.getByLabel("Début", { exact: true }).fill(at("17:00"));
        await page.getByLabel("Fin", { exact: true }).fill(at("09:30"));
        await page.getByLabel(/^Lieu/).first().fill("Angers");
        await page.getByRole("button", { name: "Créer le brouillon" }).click();
        await page.getByRole("alert").waitFor();
        assert.equal(await page.getByLabel("Titre", { exact: true }).inputValue(), title, "nothing typed is lost");
        await page.getByLabel("Début", { exact: true }).fill(at("09:30"));
        await page.getByLabel("Fin", { exact: true }).fill(at("17:00"));
        await page.getByRole("button", { name: "Créer le brouillon" }).click();
        await page.waitForURL(/\/agenda\?done=planned/);
        const meeting = new URL(page.url()).pathname.replace("/agenda", "");
        await addSession(page, { title: "Accueil", starts: at("09:30"), ends: at("10:00") });
        await addSession(page, { title: "Atelier un", starts: at("14:00"), ends: at("15:30"), places: 8, room: "Salle A" });
        await addSession(page, { title: "Atelier deux", starts: at("14:00"), ends: at("15:30"), places: 8, room: "Salle B" });
        await page.getByText("2 temps au choix").waitFor();
        await page.getByRole("button", { name: "Monter Atelier deux" }).click();
        await page.getByText("L’ordre est enregistré.").waitFor();
        await page.getByRole("button", { name: "Descendre Atelier deux" }).waitFor();
        const first = page.getByRole("region", { name: "Atelier un" });
        await first.locator("summary").click();
        await first.getByLabel(/^Salle/).fill("Grande salle");
        await first.getByRole("button", { name: "Enregistrer Atelier un" }).click();
        await page.getByText("Le programme est enregistré.").waitFor();
        await page.getByText(/Grande salle/).first().waitFor();
        await publish(page, meeting);

        await page.goto(`${network}/events?search=${encodeURIComponent(title)}`);
        await unfold(page, `Reprendre cette rencontre : ${title}`);
        await page.getByLabel(/^Début de la nouvelle rencontre/).fill("2031-04-10T09:30");
        await page.getByRole("button", { name: "Créer le brouillon" }).click();
        await page.waitForURL(/done=duplicated/);
        const copy = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
        assert.notEqual(copy, meeting);
        await page.goto(`${copy}/agenda`);
        await page.getByRole("heading", { level: 3, name: "Atelier deux" }).waitFor();
        await page.getByText(/jeudi 10 avril 2031/).first().waitFor();
      }));

    story("54 people are invited by a pasted list, once they were looked at", () =>
      tell(screen, [people.lead], async (page) => {
        const list = Array.from({ length: 54 }, (_, at) => `Personne ${at} <liste-${screen.rank}-${at}@exemple.test>`);
        await page.goto(`${network}/invitations`);
        await page.getByLabel(/^Adresses/).fill(`${list.join("; ")}; liste-${screen.rank}-0@exemple.test\npas-une-adresse`);
        await page.getByLabel(/^Un mot personnel/).fill("Rejoignez-nous.");
        await page.getByRole("button", { name: "Vérifier la liste" }).click();
        const report = page.locator("#rapport");
        await report.getByRole("rowheader", { name: "pas-une-adresse" }).waitFor();
        await unfold(page, "Les autres lignes");
        assert.ok((await report.getByRole("row").count()) >= 56);
        assert.match(await page.getByLabel(/^Un mot personnel/).inputValue(), /Rejoignez-nous/);
        await report.getByRole("button", { name: /Envoyer.*54/ }).click();
        await page.getByRole("heading", { name: /54 invitations/ }).waitFor();
        const kept = await downloaded(page, () => page.getByRole("link", { name: /Garder ce rapport/ }).click());
        assert.match(kept.bytes.toString("utf8"), /pas-une-adresse/);
        const { text } = await letter(page, `liste-${screen.rank}-53@exemple.test`, /^Invitation à rejoindre/);
        assert.match(text, /Rejoignez-nous/);
      }));

    story("the registered are written to, those who came are noted, the sheet is printed, the meeting is closed", () =>
      tell(screen, [people.lead], async (page) => {
        const title = `Réunion du jour ${screen.rank}`;
        const path = await plan(page, title, { starts: moment(0, -0.5), ends: moment(0, 3) });
        for (const [name, button] of [["Ulysse", "Inscrire Ulysse Vauxclair"], ["Violette", "Inscrire Violette Wisteret"], ["William", "Inscrire William Yvernel"]]) {
          await page.goto(`${path}/people?who=${name}#inscrire`);
          await page.getByRole("button", { name: button }).click();
          await page.getByText("La personne est inscrite.").waitFor();
        }
        const csv = await downloaded(page, () => page.getByRole("link", { name: "Exporter en CSV" }).click());
        assert.match(csv.bytes.toString("utf8"), /Wisteret/);

        await page.goto(`${path}/message`);
        await page.getByLabel(/^Confirmée/).check();
        await page.getByLabel("Objet").fill(`Le café est prêt ${screen.rank}`);
        await page.getByLabel("Message", { exact: true }).fill("Entrez par la cour.");
        await page.getByRole("button", { name: "Voir l’aperçu" }).click();
        await page.locator("#apercu").getByRole("button", { name: "Envoyer le message" }).click();
        await page.getByText(/Votre message part|Les courriels partent/).waitFor();
        const { text } = await letter(page, "violette.wisteret@exemple.test", new RegExp(`Le café est prêt ${screen.rank}`));
        assert.match(text, /Entrez par la cour/);

        await page.goto(`${path}/attendance`);
        await page.getByRole("link", { name: "Feuille d’émargement" }).click();
        await page.getByRole("columnheader", { name: "Signature" }).waitFor();
        await page.getByRole("rowheader", { name: "Ulysse Vauxclair" }).waitFor();

        await page.goto(`${path}/attendance`);
        await page.getByRole("button", { name: "Absent·e : Ulysse Vauxclair" }).click();
        await page.getByRole("button", { name: "Absent·e : Ulysse Vauxclair", pressed: true }).waitFor();
        await page.locator("summary", { hasText: "Excusé·e : William Yvernel" }).click();
        await page.getByRole("listitem").filter({ hasText: "William Yvernel" }).getByLabel("Motif").fill("Grève des trains");
        await page.getByRole("button", { name: "Noter l’excuse de William Yvernel" }).click();
        await page.getByRole("listitem").filter({ hasText: "William Yvernel" }).getByText("Grève des trains").first().waitFor();
        await page.getByRole("button", { name: "L’autre personne est là" }).click();
        await page.getByRole("button", { name: "Présent·e : Violette Wisteret", pressed: true }).waitFor();
        const count = (word) => page.locator(`[data-count="${word}"]`).innerText();
        assert.deepEqual([await count("present"), await count("absent"), await count("excused"), await count("left")], ["1", "1", "1", "0"]);
        // Somebody comes who was not on the list.
        await page.getByLabel("Nom ou adresse de la personne").fill("zelie zephirin");
        await page.locator("#ajouter").getByRole("button", { name: "Chercher" }).click();
        await page.getByRole("button", { name: "Noter sa présence : Zélie Zéphirin" }).click();
        await page.getByRole("button", { name: "Présent·e : Zélie Zéphirin", pressed: true }).waitFor();

        await page.getByRole("button", { name: "Clore la rencontre" }).click();
        await page.getByText("La rencontre est close.").waitFor();
      }));

    story("a sub-network is founded, and found by the communes that it covers", () =>
      tell(screen, [people.lead, null], async (page, visitor) => {
        const name = `Réseau des Mauges ${screen.rank}`;
        await page.goto(`${network}/settings`);
        await unfold(page, "Créer un réseau en dessous");
        const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Fonder le réseau" }) });
        await form.getByLabel("Nom", { exact: true }).fill(name);
        await form.getByRole("button", { name: "Fonder le réseau" }).click();
        await page.getByText("Le réseau est fondé.").waitFor();
        await page.getByRole("link", { name: "Territoire" }).click();
        const [commune, code] = [["Segré-en-Anjou Bleu", "segre"], ["Saumur", "saumur"], ["Cholet", "cholet"], ["Mauges-sur-Loire", "mauges sur loire"]][screen.rank];
        await page.getByLabel(/^Commune ou intercommunalité/).fill(code);
        await page.getByRole("button", { name: "Chercher" }).click();
        await page.getByRole("button", { name: `Ajouter ${commune}`, exact: true }).click();
        await page.getByText("Le territoire est à jour.").waitFor();

        await visitor.goto(`/find?q=${encodeURIComponent(commune)}`);
        await visitor.getByRole("article").filter({ has: visitor.getByRole("heading", { name }) }).waitFor();
        await page.goto("/networks");
        await page.getByRole("link", { name }).waitFor();
      }));

    story("a rule of reminders shows by an example what would be sent when, before it holds", () =>
      tell(screen, [people.lead], async (page) => {
        await page.goto(`${network}/reminders`);
        await page.getByLabel("Propres à ce réseau").check();
        await page.getByLabel(/^Jours avant la rencontre/).fill("9, 2");
        await page.getByLabel(/^Jours avant la clôture/).fill("");
        await page.getByRole("button", { name: "Voir l’exemple d’abord" }).click();
        await page.getByRole("heading", { name: "Ce qui partirait avec ce que vous avez écrit" }).waitFor();
        assert.ok((await page.getByRole("table", { name: "Rappels, dans l’ordre" }).getByRole("row").count()) >= 2);
        await page.goto(`${network}/reminders`);
        await page.getByLabel("Propres à ce réseau").check();
        await page.getByLabel(/^Jours avant la rencontre/).fill(`${10 + screen.rank}, 1`);
        await page.getByRole("button", { name: "Enregistrer" }).click();
        await page.getByText("La règle est enregistrée").waitFor();
        await page.getByText("Elle est propre à ce réseau.").waitFor();
      }));

    story("the letters of the network are listed with what became of them", () =>
      tell(screen, [people.lead], async (page) => {
        await page.goto(`${network}/letters`);
        await page.getByLabel("Nom ou adresse").fill("elise.rochefolle");
        await page.getByRole("button", { name: "Filtrer" }).click();
        const row = page.getByRole("row").filter({ hasText: "elise.rochefolle@exemple.test" });
        await row.getByText("Remis").first().waitFor();
        await row.getByText("Invitation à rejoindre le réseau").waitFor();
        await page.goto(`${network}/letters?fate=failed`);
        await page.getByRole("heading", { level: 1 }).waitFor();
      }));

    story("the numbers of a period are read, drawn and taken away", () =>
      tell(screen, [people.lead], async (page) => {
        await page.goto(`${network}/numbers`);
        await page.getByText("taux de présence").first().waitFor();
        await page.locator("svg.chart").first().waitFor();
        await page.getByRole("table").first().waitFor();
        await page.getByLabel("Réseaux").selectOption({ label: "Ce réseau seul" });
        await page.getByRole("button", { name: "Afficher" }).click();
        await page.getByText("Ce réseau seul.").first().waitFor();
        const csv = await downloaded(page, () => page.getByRole("link", { name: "Exporter en CSV" }).click());
        assert.ok(csv.bytes.length > 100);
        const ods = await downloaded(page, () => page.getByRole("link", { name: "Exporter en ODS" }).click());
        assert.equal(ods.bytes.subarray(0, 2).toString(), "PK");
      }));
  });
}

test("the keyboard alone plans a meeting with a round, and publishes it", () =>
  tell({ viewport: desk }, [people.lead], async (page) => {
    const press = async (fits) => {
      await tabTo(page, fits, 200);
      await page.keyboard.press("Enter");
    };
    // Fourth of April: whichever of day and month comes first, it is the same; an hour before noon.
    const type = async (name, time) => {
      await tabTo(page, (focused) => focused.name === name);
      await page.keyboard.type("04042030");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.type(`${time}AM`);
    };
    await page.goto(`${network}/events`);
    await press(({ words }) => words === "Planifier une rencontre");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await tabTo(page, ({ name }) => name === "title");
    await page.keyboard.type("Planifiée au clavier");
    await type("startsAt", "0800");
    await type("endsAt", "1130");
    await tabTo(page, ({ name }) => name === "venue");
    await page.keyboard.type("Angers");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/agenda\?done=/);
    const meeting = new URL(page.url()).pathname.replace("/agenda", "");
    for (const title of ["Atelier clavier", "Atelier souris"]) {
      await tabTo(page, ({ name, words }) => name === "title" && words.startsWith("Titre"));
      // The editors of what is there already are folded: the first open field is that of a new one.
      await page.keyboard.type(title);
      await type("startsAt", "0900");
      await type("endsAt", "1000");
      await press(({ tag, words }) => tag === "button" && words === "Ajouter au programme");
      await page.getByRole("heading", { level: 3, name: title }).waitFor();
    }
    await page.getByText("2 temps au choix").waitFor();
    await press(({ tag, words }) => tag === "button" && words === "Monter Atelier souris");
    await page.getByText("L’ordre est enregistré.").waitFor();
    await page.goto(`${meeting}/edit`);
    await press(({ tag, words }) => tag === "button" && words === "Enregistrer et publier");
    await page.getByText("La rencontre est publiée.").waitFor();
  }));

test("the keyboard alone notes who came", () =>
  tell({ viewport: phone }, [people.lead], async (page) => {
    const path = await plan(page, "Présence au clavier", { starts: moment(0, -0.5), ends: moment(0, 3) });
    await page.goto(`${path}/people?who=Tiphaine#inscrire`);
    await page.getByRole("button", { name: "Inscrire Tiphaine Ulmière" }).click();
    await page.getByText("La personne est inscrite.").waitFor();
    await page.goto(`${path}/attendance`);
    await tabTo(page, ({ words }) => words === "Présent·e : Tiphaine Ulmière");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Présent·e : Tiphaine Ulmière", pressed: true }).waitFor();
    // One goes on from where one was.
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Présent·e/);
    await tabTo(page, ({ words }) => words === "Excusé·e : Tiphaine Ulmière");
    await page.keyboard.press("Enter");
    await tabTo(page, ({ name }) => name === "reason");
    await page.keyboard.type("Malade");
    await page.keyboard.press("Enter");
    await page.getByRole("listitem").filter({ hasText: "Tiphaine" }).getByText("Malade").first().waitFor();
  }));

test("the keyboard alone invites people by a pasted list", () =>
  tell({ viewport: desk }, [people.lead], async (page) => {
    await page.goto(`${network}/invitations`);
    await tabTo(page, ({ name }) => name === "addresses");
    await page.keyboard.insertText("clavier-1@exemple.test, clavier-2@exemple.test\nfaux");
    await tabTo(page, ({ words }) => words === "Vérifier la liste");
    await page.keyboard.press("Enter");
    await page.locator("#rapport").getByRole("rowheader", { name: "faux" }).waitFor();
    await tabTo(page, ({ tag, words }) => tag === "button" && words.startsWith("Envoyer"));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /2 invitations/ }).waitFor();
  }));
