// A visitor: finds a network, reads what it is worth, sees when people meet, and follows the calendar.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { base, close, follow, open, people, screens, tell, visitor, signIn } from "./house.mjs";
import { plan } from "./meeting.mjs";

const tentative = "Rencontre à la date incertaine";

before(async () => {
  await open();
  const lead = await visitor();
  await signIn(lead, people.lead);
  await plan(lead, tentative, {
    starts: "2030-03-14T09:30",
    ends: "2030-03-14T17:00",
    isPublic: true,
    isTentative: true,
  });
  await lead.context().close();
});
after(close);

for (const screen of screens) {
  describe(screen.name, () => {
    test("a visitor finds the network of a commune by its name, and how to join it", () =>
      tell(screen, [null], async (page) => {
        await page.goto("/");
        await page.getByLabel(/Votre commune/).fill("bauge en anjou");
        await page.getByRole("button", { name: "Chercher" }).click();
        await page.getByRole("heading", { level: 2, name: /À Baugé-en-Anjou/ }).waitFor();
        const nearest = page.getByRole("article").first();
        await nearest.getByRole("heading", { name: "RLIN Baugé-en-Anjou" }).waitFor();
        await nearest.getByRole("heading", { name: "Prochaine rencontre" }).waitFor();
        await nearest.getByRole("link", { name: /Rejoindre ce réseau/ }).click();
        await page.getByRole("heading", { level: 1, name: "RLIN Baugé-en-Anjou" }).waitFor();
        await page.getByRole("link", { name: "Demander à entrer" }).click();
        await page.getByRole("heading", { level: 1, name: "Se connecter" }).waitFor();
      }));

    test("a visitor finds the network by a postcode, and chooses when it is that of several communes", () =>
      tell(screen, [null], async (page) => {
        await page.goto("/find");
        await page.getByLabel(/Votre commune/).fill("49150");
        await page.getByRole("button", { name: "Chercher" }).click();
        await page.getByRole("heading", { level: 2, name: "Laquelle de ces communes ?" }).waitFor();
        await page.getByRole("link", { name: "Baugé-en-Anjou", exact: true }).click();
        await page.getByRole("heading", { level: 2, name: /À Baugé-en-Anjou/ }).waitFor();
        await page.getByLabel(/Votre commune/).fill("Trifouillis");
        await page.getByRole("button", { name: "Chercher" }).click();
        await page.getByRole("heading", { name: /Aucune commune trouvée/ }).waitFor();
        await page.getByRole("link", { name: "Voir tous les réseaux" }).click();
        await page.getByRole("link", { name: "Cyb@njou" }).waitFor();
      }));

    test("the page of a network says what it is worth, its next meetings and its territory", () =>
      tell(screen, [null], async (page) => {
        await page.goto("/networks/cybanjou");
        for (const heading of ["Si vous accompagnez le public", "Si vous employez ou accueillez", "Son territoire"]) {
          await page.getByRole("heading", { name: heading }).waitFor();
        }
        const title = "Rencontre réseau de démonstration";
        await page.getByRole("link", { name: title }).click();
        await page.getByRole("heading", { level: 1, name: title }).waitFor();
        await page.getByRole("heading", { name: "Programme" }).waitFor();
        // Who comes is no visitor's affair.
        assert.equal(await page.getByText("Basile Boisclair").count(), 0);
        await page.getByRole("link", { name: "Me connecter et m’inscrire" }).click();
        await page.getByRole("heading", { level: 1, name: "Se connecter" }).waitFor();
      }));

    test("the calendar tells a month and a list, and says of a date that it may still change", () =>
      tell(screen, [null], async (page) => {
        await page.goto("/calendar?month=2030-03");
        await page.getByRole("heading", { level: 2, name: "mars 2030" }).waitFor();
        const item = page.getByRole("listitem").filter({ hasText: tentative });
        await item.getByText("date à confirmer").waitFor();
        await page.getByRole("link", { name: "avril 2030" }).click();
        await page.getByText("Aucune rencontre en avril 2030").waitFor();
        await page.getByRole("link", { name: "Voir toutes celles à venir" }).click();
        await page.getByRole("heading", { level: 2, name: "Rencontres à venir" }).waitFor();
        await page.getByLabel(/^Réseau/).selectOption({ label: "Cyb@njou" });
        await page.getByRole("button", { name: "Filtrer" }).click();
        await page.waitForURL(/network=cybanjou/);
        const listed = page.getByRole("listitem").filter({ hasText: tentative });
        await listed.getByText("date à confirmer").first().waitFor();
        await listed.getByRole("link", { name: tentative }).click();
        await page.getByText("date à confirmer").first().waitFor();
      }));

    test("the calendar offers a feed that an agenda can read", () =>
      tell(screen, [null], async (page) => {
        await page.goto("/calendar?network=cybanjou");
        const subscribe = await page.getByRole("link", { name: "S’abonner depuis cet appareil" }).getAttribute("href");
        assert.match(subscribe, /^webcal:\/\/.*\/calendar\/cybanjou\.ics$/);
        const shown = (await page.locator("#abonnement ~ p code").innerText()).trim();
        const answer = await page.context().request.get(shown);
        assert.match(answer.headers()["content-type"], /^text\/calendar/);
        const calendar = (await answer.text()).replaceAll("\r\n ", "");
        assert.ok(calendar.includes(`SUMMARY:${tentative}`) || calendar.includes("STATUS:TENTATIVE"), calendar.slice(0, 500));
        assert.ok(calendar.includes("STATUS:TENTATIVE"));
      }));

    test("the notices that the law asks for are one step from every page", () =>
      tell(screen, [null], async (page) => {
        for (const [link, heading] of [
          ["Mentions légales", /Mentions légales/],
          ["Vie privée", /Vie privée|Votre vie privée|données/i],
          ["Accessibilité : non conforme", /accessibilité/i],
        ]) {
          await page.goto("/calendar");
          await page.getByRole("contentinfo").getByRole("link", { name: link }).click();
          await page.getByRole("heading", { level: 1, name: heading }).waitFor();
        }
      }));

    test("who is invited by a letter joins by its link, and a scanner that looks at it joins nothing", () =>
      tell(screen, [people.lead, null], async (lead, guest) => {
        const address = `convive-${screen.rank}@exemple.test`;
        await lead.goto("/networks/cybanjou/invitations");
        await lead.getByLabel(/^Adresses/).fill(address);
        await lead.getByRole("button", { name: "Vérifier la liste" }).click();
        await lead.locator("#rapport").getByRole("button", { name: /Envoyer/ }).click();
        await lead.getByRole("rowheader", { name: address }).first().waitFor();

        await follow(guest, address, /^Invitation à rejoindre/, /\/invitations\//);
        // What a scanner does: it looks, and nothing happens.
        await guest.reload();
        await guest.getByRole("heading", { level: 1, name: /vous invite à rejoindre Cyb@njou/ }).waitFor();
        await guest.getByRole("button", { name: "Accepter l’invitation" }).click();
        await guest.waitForURL((url) => !url.pathname.startsWith("/invitations/") || url.search.includes("done="));
        await guest.getByText("Vous faites maintenant partie du réseau").waitFor();
        await guest.getByRole("button", { name: "Se déconnecter" }).waitFor();
      }));

    test("a visitor signs in by a link in a letter, which a scanner cannot use up", () =>
      tell(screen, [null], async (page) => {
        const address = ["malo.estuaire", "tanguy.serein", "ombeline.passage", "lila.bocage"][screen.rank];
        await page.goto("/auth/email?return_to=/me/profile");
        await page.getByLabel(/Adresse électronique/).fill(`${address}@exemple.test`);
        await page.getByRole("button", { name: "Recevoir un lien" }).click();
        await page.getByRole("heading", { level: 1, name: "Regardez vos courriels" }).waitFor();
        await follow(page, `${address}@exemple.test`, /connexion|connecter/i, /\/auth\/email\//);
        await page.reload();
        await page.getByRole("button", { name: "Me connecter" }).click();
        await page.getByRole("heading", { level: 1, name: "Mon profil" }).waitFor();
        assert.equal(new URL(page.url()).origin, base);
      }));
  });
}
