// Answers coming in and the presence counter, on pages that are open elsewhere; without a script, after a reload.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { close, desk, open, people, phone, tell } from "./house.mjs";
import { moment, plan } from "./meeting.mjs";

before(open);
after(close);

const count = (page, word) => page.locator(`[data-count="${word}"]`);
const shows = (page, word, number) => count(page, word).filter({ hasText: new RegExp(`^${number}$`) }).waitFor();

test("an answer that comes in is counted on the organiser's open page", () =>
  tell({ viewport: desk }, [people.lead, people.mediator], async (lead, member) => {
    const path = await plan(lead, "Rencontre suivie", { starts: moment(20), ends: moment(20, 3) });
    const streamed = lead.waitForResponse((response) => response.url().endsWith("/live"));
    await lead.goto(`${path}/people`);
    assert.match((await streamed).headers()["content-type"], /^text\/event-stream/);
    assert.equal(await count(lead, "confirmed").innerText(), "0");

    await member.goto(path);
    await member.getByRole("button", { name: "M’inscrire" }).click();
    await member.getByText("Vous êtes inscrit·e.").waitFor();

    await shows(lead, "confirmed", 1);
    // Who does not see the number hears that something came.
    await lead.getByRole("status").filter({ hasText: "Des réponses sont arrivées" }).waitFor();
  }));

test("the presence that one organiser notes is counted on the other's telephone", () =>
  tell({ viewport: phone }, [people.lead, /Malo Estuaire/], async (lead, colleague) => {
    const path = await plan(lead, "Accueil à deux", { starts: moment(0, -0.5), ends: moment(0, 3) });
    for (const [who, button] of [["lila", "Inscrire Lila Bocage"], ["agathe", "Inscrire Agathe Boisclair"]]) {
      await lead.goto(`${path}/people?who=${who}#inscrire`);
      await lead.getByRole("button", { name: button }).click();
      await lead.getByText("La personne est inscrite.").waitFor();
    }
    await colleague.goto(`${path}/attendance`);
    await shows(colleague, "left", 2);
    await lead.goto(`${path}/attendance`);
    const address = lead.url();
    await lead.getByRole("button", { name: "Présent·e : Lila Bocage" }).click();
    await lead.getByRole("status").filter({ hasText: "C’est noté." }).waitFor();
    assert.equal(lead.url(), address, "the list stays where it is");

    await shows(colleague, "present", 1);
    await shows(colleague, "left", 1);
    // The list says the same as the numbers.
    await colleague.getByRole("button", { name: "Présent·e : Lila Bocage", pressed: true }).waitFor();
    await colleague.getByRole("button", { name: "L’autre personne est là" }).waitFor();
    await colleague.getByRole("status").filter({ hasText: "Des présences viennent d’être notées" }).waitFor();
    // What somebody is writing stays, and they hear that there is more to see.
    await colleague.locator("summary", { hasText: "Excusé·e : Agathe Boisclair" }).click();
    await colleague.getByRole("listitem").filter({ hasText: "Agathe" }).getByLabel("Motif").fill("Train en retard");
    await lead.getByRole("button", { name: "Absent·e : Agathe Boisclair" }).click();
    await shows(colleague, "left", 0);
    await colleague.getByRole("status").filter({ hasText: "Rechargez la page" }).waitFor();
    assert.equal(
      await colleague.getByRole("listitem").filter({ hasText: "Agathe" }).getByLabel("Motif").inputValue(),
      "Train en retard",
    );
  }));

test("without a script the same numbers are there after a reload", () =>
  tell({ viewport: phone, javaScriptEnabled: false }, [people.lead, people.mediator], async (lead, member) => {
    const path = await plan(lead, "Rencontre sans script", { starts: moment(25), ends: moment(25, 3) });
    await lead.goto(`${path}/people`);
    await member.goto(path);
    await member.getByRole("button", { name: "M’inscrire" }).click();
    await member.getByText("Vous êtes inscrit·e.").waitFor();
    assert.equal(await count(lead, "confirmed").innerText(), "0");
    await lead.reload();
    assert.equal(await count(lead, "confirmed").innerText(), "1");
    await lead.getByRole("rowheader", { name: "Lila Bocage" }).waitFor();
  }));

test("the stream is for organisers, and for nobody else", () =>
  tell({ viewport: desk }, [people.lead, people.mediator, people.newcomer, null], async (lead, member, newcomer, nobody) => {
    const path = await plan(lead, "Rencontre fermée", { starts: moment(30), ends: moment(30, 3) });
    const ask = async (page) => {
      const answer = await page.context().request.get(`${path}/live`, { maxRedirects: 0 });
      assert.ok(!(answer.headers()["content-type"] ?? "").startsWith("text/event-stream"));
      return answer.status();
    };
    assert.equal(await ask(member), 403);
    assert.equal(await ask(newcomer), 404);
    assert.ok([303, 404].includes(await ask(nobody)));
  }));
