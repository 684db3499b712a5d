// States that no link leads to: refused forms, previews and reports, sign-in, errors, letters' pages; and paper, zoom, spacing.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { clipped, look, overflow, validity } from "./audit.mjs";
import { base, close, desk, follow, letter, open, people, signIn, unfold, visitor } from "./house.mjs";
import { moment, plan } from "./meeting.mjs";
import { routeOf, states } from "./reach.mjs";

const network = "/networks/cybanjou";

/** The pages of which a state was looked at. */
const shown = new Set();

before(open);
after(close);

/** Somebody's browser, and a list of what is wrong in the states that it is shown. */
async function watching(who) {
  const page = await visitor();
  if (who) await signIn(page, who);
  const faults = [];
  const check = async (state) => {
    shown.add(routeOf(new URL(page.url()).pathname));
    const found = [...(await look(page)), ...page.faults];
    page.faults.length = 0;
    for (const fault of found) faults.push(`${state}: ${fault}`);
  };
  return { page, faults, check };
}

/** Sends the form that holds this button with nothing the browser itself would hold back. */
async function send(page, button, values = {}) {
  const form = page.locator("form").filter({ has: page.getByRole("button", { name: button }) }).first();
  await form.evaluate((found, given) => {
    found.noValidate = true;
    for (const [name, value] of Object.entries(given)) {
      for (const field of found.elements) if (field.name === name) field.value = value;
    }
  }, values);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    form.getByRole("button", { name: button }).first().click({ force: true }),
  ]);
  await page.waitForLoadState("load");
  return answer;
}

/** What a form says when it is refused. */
async function refused(watch, path, button, values, { fold, choose } = {}) {
  const { page, faults, check } = watch;
  await page.goto(path);
  if (fold) await unfold(page, fold);
  if (choose) await page.getByLabel(choose).check();
  const answer = await send(page, button, values);
  const state = `${path} refused by « ${button} »`;
  if (answer.status() !== 422) {
    faults.push(`${state}: answered ${answer.status()}`);
    return;
  }
  for (const fault of await validity(await answer.text())) faults.push(`${state}: ${fault}`);
  if ((await page.getByRole("alert").count()) === 0) faults.push(`${state}: says nothing that is read out`);
  await check(state);
}

async function finish({ page, faults }) {
  await page.context().close();
  assert.deepEqual([...new Set(faults)], []);
}

test("sign-in, errors and letters' pages are readable by everybody", async () => {
  const watch = await watching(null);
  const { page, faults, check } = watch;
  const show = async (path, status) => {
    const answer = await page.goto(path);
    if (answer.status() !== status) faults.push(`${path}: answered ${answer.status()}, not ${status}`);
    for (const fault of await validity(await answer.text())) faults.push(`${path}: ${fault}`);
    await check(path);
  };
  await show("/auth/email?return_to=/me", 200);
  await show("/auth/oidc/start?return_to=/me", 200);
  await show("/nulle-part", 404);
  await show("/invitations/inconnue", 404);
  await show("/letters/unsubscribe?token=faux&category=invitation", 404);
  await show("/letters/preferences?token=faux", 404);
  await show("/auth/email/inconnu", 404).catch(() => {});

  await page.goto("/auth/email");
  await send(page, "Recevoir un lien", { email: "pas une adresse" });
  await check("a wrong address at sign-in");
  await page.goto("/auth/email");
  await send(page, "Recevoir un lien", { email: "etat@exemple.test" });
  await page.getByRole("heading", { level: 1, name: "Regardez vos courriels" }).waitFor();
  await check("a link was sent");
  await follow(page, "etat@exemple.test", /connexion/, /\/auth\/email\//);
  await check("a sign-in link in the browser that asked for it");
  const link = page.url();
  const other = await watching(null);
  await other.page.goto(link);
  await other.check("a sign-in link in another browser");
  await send(other.page, "Me connecter", { email: "une-autre@exemple.test" });
  await other.check("a sign-in link with another address");
  await other.page.context().close();

  await follow(page, "elise.rochefolle@exemple.test", /^Invitation à rejoindre/, /\/invitations\//);
  await check("an invitation");
  await send(page, "Décliner");
  await page.getByText("Vous avez décliné cette invitation").waitFor();
  await check("an invitation that was declined");

  const { links } = await letter(page, "lila.bocage@exemple.test", /^Invitation : Rencontre réseau/);
  const preferences = links.find((found) => found.includes("/letters/preferences"));
  await page.goto(preferences);
  await check("preferences by a letter");
  await page.goto(preferences.replace("/preferences?", "/unsubscribe?category=invitation&"));
  await check("unsubscribing");
  await send(page, "Ne plus recevoir ces courriels");
  await page.getByRole("heading", { level: 1, name: "C’est fait" }).waitFor();
  await check("unsubscribed");
  faults.push(...other.faults);
  await finish(watch);
});

test("a member's refused forms say what is wrong", async () => {
  const watch = await watching(people.mediator);
  const { page, faults, check } = watch;
  const answer = await page.goto(`${network}/members`);
  if (answer.status() !== 403) faults.push(`the people of the network: answered ${answer.status()}`);
  await check("forbidden");
  await refused(watch, "/me/profile", "Enregistrer", { lastName: "" });
  await refused(watch, "/me/employments?search=genets", "Indiquer cette structure", { startedOn: "" });
  await refused(watch, "/me/data", "Créer le jeton", { name: "" }, { fold: "Créer un jeton" });
  await refused(watch, "/me/data/erase", "Effacer mon compte pour toujours");
  await page.goto("/members?search=Épervanche");
  const fellow = await page.getByRole("link", { name: "Élodie Épervanche" }).getAttribute("href");
  await refused(watch, fellow, "Envoyer", { subject: "", body: "" });
  await page.goto("/members?search=zzzzz");
  await check("nobody is found");
  await finish(watch);
});

test("a lead's refused forms, previews and reports say what they must", async () => {
  const watch = await watching(people.lead);
  const { page, check } = watch;
  const meeting = await plan(page, "Rencontre des états", { starts: moment(0, -0.5), ends: moment(0, 5), places: 9 });
  await refused(watch, `${network}/events/new`, "Créer le brouillon", { title: "", startsAt: "", endsAt: "" });
  await refused(watch, `${meeting}/edit`, "Enregistrer", { title: "" });
  await refused(watch, `${meeting}/edit`, "Annuler la rencontre", { reason: "" }, { fold: "Annuler la rencontre" });
  await refused(watch, `${meeting}/agenda`, "Ajouter au programme", { title: "" });
  await refused(watch, `${meeting}/questions`, "Ajouter la question", { prompt: "" });
  await refused(watch, `${meeting}/message`, "Voir l’aperçu", { subject: "", body: "" });
  await refused(watch, `${network}/invitations`, "Vérifier la liste", { addresses: "" });
  await refused(watch, `${network}/import`, "Continuer", { table: "" });
  await refused(watch, `${network}/settings`, "Enregistrer", { name: "", contactEmail: "non" });
  await refused(watch, `${network}/settings`, "Fonder le réseau", { name: "" }, { fold: "Créer un réseau en dessous" });
  await refused(watch, `${network}/territory`, "Ajouter ces communes", { addCommunes: "99999" }, { fold: "Coller une liste" });
  await refused(watch, `${network}/reminders`, "Enregistrer", { beforeEventDays: "mille" }, { choose: "Propres à ce réseau" });
  await refused(watch, `${network}/charters`, "Créer le brouillon", { title: "" });
  await refused(watch, `${network}/employers/new`, "Ajouter la structure", { name: "", siret: "12" });

  await page.goto(`${network}/invitations`);
  await send(page, "Vérifier la liste", { addresses: "un@exemple.test\nfaux\nlila.bocage@exemple.test" });
  await page.locator("#rapport").waitFor();
  await check("a looked-at list of addresses");
  await page.locator("#rapport").getByRole("button", { name: /Envoyer/ }).click();
  await page.getByRole("link", { name: /Garder ce rapport/ }).waitFor();
  await check("a report of invitations");

  await page.goto(`${network}/import`);
  await send(page, "Continuer", { table: "Mail,Nom\ndeux@exemple.test,Deux\nfaux,Faux\n" });
  await check("the columns of a table");
  await page.locator("#rapport").getByRole("button", { name: /^Importer/ }).click();
  await page.getByRole("heading", { name: "C’est importé" }).waitFor();
  await check("a report of an import");

  await page.goto(`${network}/members?search=wisteret`);
  for (const box of await page.getByLabel(/^Choisir /).all()) await box.check();
  await page.getByRole("button", { name: "Agir pour les personnes cochées" }).click();
  await check("several people are chosen");
  await page.getByRole("button", { name: "Voir ce qui prendrait fin" }).click();
  await page.locator("#apercu").waitFor();
  await check("a preview of what would end");
  await page.locator("#apercu").getByRole("button", { name: "Mettre fin aux adhésions" }).click();
  await page.getByRole("button", { name: "Annuler et rétablir" }).waitFor();
  await check("what may be undone");
  await page.getByRole("button", { name: "Annuler et rétablir" }).click();
  await page.getByText("C’est rétabli.").waitFor();

  const coming = await plan(page, "Rencontre à venir des états", { starts: moment(40), ends: moment(40, 3) });
  await page.goto(`${coming}/invite`);
  await page.getByLabel("Tous les membres des réseaux hôtes").check();
  await page.getByRole("button", { name: "Voir qui recevra l’invitation" }).click();
  await page.locator("#apercu").waitFor();
  await check("a preview of an invitation");
  await page.goto(`${meeting}/invite`);
  await page.getByLabel("Tous les membres des réseaux hôtes").check();
  await page.getByRole("button", { name: "Voir qui recevra l’invitation" }).click();
  await page.getByText("a commencé").first().waitFor();
  await check("an invitation to what has begun");
  await page.goto(`${meeting}/people?who=lila#inscrire`);
  await page.getByRole("button", { name: "Inscrire Lila Bocage" }).click();
  await page.getByText("La personne est inscrite.").waitFor();
  await page.goto(`${meeting}/attendance`);
  await check("presence is noted");
  await page.locator("summary", { hasText: "Excusé·e" }).first().click();
  await check("an excuse is noted");
  await page.goto(`${network}/reminders`);
  await page.getByRole("button", { name: "Voir l’exemple d’abord" }).click();
  await check("an example of reminders");
  await finish(watch);
});

test("a manager's refused forms say what is wrong", async () => {
  const watch = await watching(people.manager);
  const { page } = watch;
  await page.goto("/me");
  const structure = await page.getByRole("link", { name: "Centre social Les Genêts" }).first().getAttribute("href");
  await refused(watch, `${structure}/record`, "Enregistrer la fiche", { name: "", postalCode: "x" });
  await refused(watch, `${structure}/places/new`, "Ajouter ce lieu", { name: "", latitude: "ici" });
  await finish(watch);
});

test("an administrator's refused forms, and acting as somebody, say what they must", async () => {
  const watch = await watching(people.administrator);
  const { page, check } = watch;
  await page.goto("/administration/members?search=lila");
  const member = await page.getByRole("link", { name: "Lila Bocage" }).getAttribute("href");
  await refused(watch, member, "Agir en son nom", { reason: "" });
  await page.goto(member);
  await page.getByLabel(/^Pourquoi/).fill("Un essai.");
  await page.getByRole("button", { name: "Agir en son nom" }).click();
  await page.getByText("Vous agissez maintenant").waitFor();
  await check("acting as somebody");
  await page.getByRole("button", { name: "Arrêter d’agir en son nom" }).click();
  await page.getByText("Vous agissez de nouveau en votre nom.").waitFor();
  await finish(watch);
});

test("a meeting waits, offers, is put off, is called off: each of its pages says so", async () => {
  const lead = await watching(people.lead);
  const watch = await watching(people.mediator);
  const { page, check } = watch;
  const meeting = await plan(lead.page, "Rencontre pleine", { starts: moment(30), ends: moment(30, 3), places: 1 });
  await lead.page.goto(`${meeting}/people?who=Zélie#inscrire`);
  await lead.page.getByRole("button", { name: "Inscrire Zélie Zéphirin" }).click();
  await lead.page.getByText("La personne est inscrite.").waitFor();
  await page.goto(meeting);
  await page.getByRole("button", { name: "Rejoindre la liste d’attente" }).click();
  await page.getByText("Vous êtes en tête de la liste d’attente.").waitFor();
  await check("somebody waits for a place");
  await lead.page.goto(`${meeting}/people`);
  await lead.check("somebody waits, for the organisers");
  const row = lead.page.getByRole("row").filter({ hasText: "Zélie Zéphirin" });
  await row.locator("summary", { hasText: "Annuler" }).click();
  await row.getByRole("button", { name: /Annuler l’inscription/ }).click();
  await lead.page.getByText("L’inscription est annulée").waitFor();
  await lead.check("a place was freed, for the organisers");
  await page.goto(meeting);
  await page.getByRole("button", { name: "Prendre la place" }).waitFor();
  await check("a place is offered");
  await page.goto("/me");
  await check("an offered place waits for an answer");

  const all = ["", "/edit", "/agenda", "/questions", "/people", "/people?state=silent", "/attendance", "/invite", "/message"];
  for (const [word, done] of [["Reporter", "La rencontre est reportée."], ["Annuler", "La rencontre est annulée."]]) {
    await lead.page.goto(`${meeting}/edit`);
    const form = lead.page.locator("form").filter({ has: lead.page.getByRole("button", { name: `${word} la rencontre` }) });
    await unfold(lead.page, `${word} la rencontre`);
    await form.getByLabel("Pourquoi ?").fill("La salle n’est plus libre.");
    await form.getByLabel(/^Oui/).check();
    await form.getByRole("button", { name: `${word} la rencontre` }).click();
    await lead.page.getByText(done).first().waitFor();
    for (const path of all) {
      await lead.page.goto(`${meeting}${path}`);
      await lead.check(`${path || "the meeting"}, for the organisers, after « ${word} »`);
    }
    await page.goto(meeting);
    await check(`the meeting after « ${word} »`);
    await page.goto("/me");
    await check(`one’s own space after « ${word} »`);
  }
  watch.faults.push(...lead.faults);
  await lead.page.context().close();
  await finish(watch);
});

test("two versions, a session that is over, and what is done for many say what they must", async () => {
  const watch = await watching(people.lead);
  const { page, check } = watch;
  const meeting = await plan(page, "Rencontre aux deux versions", { starts: moment(35), ends: moment(35, 3) });
  await refused(watch, `${meeting}/edit`, "Enregistrer", { title: "Mon titre", expectedRevision: "1" });
  await page.getByRole("heading", { name: /Quelqu’un d’autre a modifié/ }).waitFor();

  await page.goto(`${meeting}/invite`);
  await page.getByLabel("Une liste d’adresses collée").check();
  await page.getByLabel(/^Adresses collées/).fill("lila.bocage@exemple.test\npas une adresse\nseule@exemple.test");
  await page.getByRole("button", { name: "Voir qui recevra l’invitation" }).click();
  await page.locator("#rapport").waitFor();
  await check("a looked-at list of guests");
  await page.locator("#envoyer").locator("..").getByRole("button").click();
  await page.getByRole("link", { name: "Inviter d’autres personnes" }).waitFor();
  await check("a report of guests");
  await page.goto(`${meeting}/people?state=silent`);
  await check("who has not answered");
  await page.goto(`${meeting}/people`);
  await check("nobody has answered yet");

  await page.goto(`${network}/members?search=wisteret`);
  for (const box of await page.getByLabel(/^Choisir /).all()) await box.check();
  await page.getByRole("button", { name: "Agir pour les personnes cochées" }).click();
  const chosen = page.url();
  for (const [button, fill] of [
    ["Voir ce qui changerait", () => page.getByLabel("Rôle local").selectOption({ index: 2 })],
    ["Voir qui recevrait l’invitation", () => page.getByLabel("Rencontre", { exact: true }).selectOption({ index: 1 })],
    ["Voir qui recevrait le courriel", async () => {
      await page.getByLabel("Objet").fill("Samedi");
      await page.getByLabel(/^Message/).fill("Rendez-vous à 9 h.");
    }],
  ]) {
    await page.goto(chosen);
    await fill();
    await page.getByRole("button", { name: button }).click();
    await page.locator("#apercu").waitFor();
    await check(`« ${button} »`);
  }
  await page.goto(`${network}/members?absent=yes`);
  await check("who was present nowhere for a year");

  await page.goto(`${meeting}/message`);
  await page.context().clearCookies();
  await send(page, "Voir l’aperçu", { subject: "Bonjour", body: "À bientôt" });
  await page.getByRole("heading", { name: /rien n’est perdu/ }).waitFor();
  await check("the session is over, and what was typed is kept");
  await finish(watch);
});

test("letters open their pages, and two records are compared before they are one", async () => {
  const watch = await watching(people.newcomer);
  const { page, check } = watch;
  await follow(page, "lila.bocage@exemple.test", /^Invitation : Rencontre réseau/, /\/events\/[^/]+\/letter\//);
  await check("an answer by a letter");
  await page.goto("/me/email");
  await page.getByLabel(/^Nouvelle adresse/).fill("etat.nouveau@exemple.test");
  await page.getByRole("button", { name: "Recevoir le courriel" }).click();
  await page.getByText("Un courriel est parti à").waitFor();
  await check("a new address waits");
  await follow(page, "etat.nouveau@exemple.test", /^Confirmer votre nouvelle adresse/, /\/me\/email\//);
  await page.getByRole("button", { name: "Utiliser cette adresse" }).waitFor();
  await check("a new address by its letter");

  const other = await watching(people.administrator);
  const found = [];
  for (const name of ["Lila Bocage", "Zélie Zéphirin"]) {
    await other.page.goto(`/administration/members?search=${encodeURIComponent(name)}`);
    const path = await other.page.getByRole("link", { name }).first().getAttribute("href");
    found.push(path.split("/").pop());
  }
  const pair = `/administration/duplicates/${found.join("/")}`;
  await other.page.goto(pair);
  await other.check("two records are compared");
  await refused(other, pair, "Réunir les deux fiches", {});
  watch.faults.push(...other.faults);
  await other.page.context().close();
  await finish(watch);
});

test("every page that no link leads to was looked at", () => {
  assert.deepEqual(states.filter((route) => !shown.has(route)), []);
});

/** The main pages, for what holds for all of them. */
const main = [
  [null, ["/", "/find?q=49150", "/networks", network, "/calendar", "/calendar?view=list", "/auth/email", "/design"]],
  [people.mediator, ["/me", "/me/profile", "/me/data", "/members", "/me/networks"]],
  [people.lead, [`${network}/members`, `${network}/events`, `${network}/events/new`, `${network}/numbers`, `${network}/settings`, `${network}/territory`]],
  [people.administrator, ["/administration", "/administration/members", "/administration/health"]],
];

test("more space in the text, and twice the size, hide nothing", async () => {
  const faults = [];
  for (const [who, paths] of main) {
    const page = await visitor();
    if (who) await signIn(page, who);
    for (const path of paths) {
      await page.goto(path);
      for (const [state, viewport] of [["at a desk", desk], ["at 200 %", { width: 640, height: 450 }], ["at 400 %", { width: 320, height: 256 }]]) {
        await page.setViewportSize(viewport);
        const say = async (how) => {
          const wide = await overflow(page);
          if (wide > 0) faults.push(`${path} ${how}: scrolls sideways by ${wide} px`);
          for (const text of await clipped(page)) faults.push(`${path} ${how}: hides ${text}`);
        };
        await say(state);
        // WCAG 1.4.12; a style sheet of the test's own, as a reader's extension brings it.
        const spaced = await page.evaluate(() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
          document.adoptedStyleSheets = [sheet];
          return getComputedStyle(document.querySelector("h1")).letterSpacing !== "normal";
        });
        assert.ok(spaced, "the reader's style holds");
        await say(`${state}, with more space`);
        await page.evaluate(() => { document.adoptedStyleSheets = []; });
      }
      await page.setViewportSize(desk);
    }
    await page.context().close();
  }
  assert.deepEqual(faults, []);
});

test("on paper there is the sheet, the calendar or the record, black on white, and nothing around it", async () => {
  const faults = [];
  for (const [who, open] of [
    [null, (page) => page.goto("/calendar")],
    [people.lead, (page) => page.goto(`${network}/numbers`)],
    [/Basile Boisclair/, (page) => page.goto("/me/participation")],
    [people.lead, async (page) => {
      await page.goto(`${network}/events`);
      const meeting = await page.getByRole("link", { name: "Rencontre réseau de démonstration" }).first().getAttribute("href");
      await page.goto(meeting.replace(/\/edit$/, "/sheet"));
    }],
  ]) {
    // Somebody who prefers the dark still prints on white.
    const page = await visitor({ colorScheme: "dark" });
    if (who) await signIn(page, who);
    await open(page);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    // A4 without its margins.
    await page.setViewportSize({ width: 680, height: 1000 });
    const path = new URL(page.url()).pathname.replace(base, "");
    for (const around of ["header.site", "footer.site", "nav", "form", "button", ".skip"]) {
      for (const found of await page.locator(around).all()) {
        if (await found.isVisible()) faults.push(`${path}: ${around} is printed: ${(await found.innerText()).slice(0, 30)}`);
      }
    }
    const dark = await page.evaluate(() => {
      const isLight = (color) => {
        const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
        return alpha === 0 || Math.min(red, green, blue) > 225;
      };
      return [document.documentElement, ...document.querySelectorAll("body, main *")]
        .filter((found) => found.getClientRects().length > 0 && !isLight(getComputedStyle(found).backgroundColor))
        .map((found) => `${found.tagName.toLowerCase()}.${found.className} is on ${getComputedStyle(found).backgroundColor}`);
    });
    for (const found of new Set(dark)) faults.push(`${path}: ${found}`);
    const wide = await overflow(page);
    if (wide > 0) faults.push(`${path}: is cut by ${wide} px on the right`);
    for (const text of await clipped(page)) faults.push(`${path}: hides ${text}`);
    assert.ok((await page.locator("main table, main .list, main .empty").count()) > 0, `${path} prints something`);
    await page.context().close();
  }
  assert.deepEqual([...new Set(faults)], []);
});
