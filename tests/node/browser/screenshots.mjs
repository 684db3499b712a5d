// Pictures of the main pages, light and dark, on a phone and at a desk.
import { mkdir } from "node:fs/promises";
import { close, desk, open, people, phone, signIn, visitor } from "./house.mjs";

const [folder] = process.argv.slice(2);

/** A page by its address, or by the first link of another page that fits. */
const pages = [
  ["accueil", null, "/"],
  ["composants", null, "/design"],
  ["trouver", null, "/find"],
  ["calendrier", null, "/calendar"],
  ["reseau", null, "/networks/cybanjou"],
  ["rencontre", people.mediator, ["/networks/cybanjou", /^\/events\//]],
  ["mon-espace", people.mediator, "/me"],
  ["annuaire", people.mediator, "/members"],
  ["structure", people.manager, ["/me", /^\/employers\//]],
  ["personnes", people.lead, "/networks/cybanjou/members"],
  ["rencontres", people.lead, "/networks/cybanjou/events"],
  ["planifier", people.lead, "/networks/cybanjou/events/new"],
  ["chiffres", people.lead, "/networks/cybanjou/numbers"],
  ["administration", people.administrator, "/administration"],
];

async function show(page, where) {
  if (!Array.isArray(where)) return page.goto(where);
  const [from, link] = where;
  await page.goto(from);
  const paths = await page.$$eval("main a[href]", (all) => all.map((a) => new URL(a.href).pathname));
  return page.goto(paths.find((path) => link.test(path)) ?? from);
}

await mkdir(folder, { recursive: true });
await open();
for (const [screen, viewport] of [["telephone", phone], ["bureau", desk]]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [name, who, where] of pages) {
      const page = await visitor({ viewport, colorScheme });
      if (who) await signIn(page, who);
      const answer = await show(page, where);
      if (answer.ok()) {
        const path = `${folder}/${name}-${screen}-${colorScheme === "dark" ? "sombre" : "clair"}.png`;
        await page.screenshot({ path, fullPage: true });
        console.log(path);
      } else {
        console.error(`${name}: answered ${answer.status()}`);
        process.exitCode = 1;
      }
      await page.context().close();
    }
  }
}

// The four of the README: what one sees first, small.
for (const [name, viewport, colorScheme] of [
  ["accueil", desk, "light"],
  ["rencontres", desk, "light"],
  ["rencontre", phone, "light"],
  ["mon-espace", phone, "dark"],
]) {
  const [, who, where] = pages.find(([known]) => known === name);
  const page = await visitor({ viewport, colorScheme });
  if (who) await signIn(page, who);
  await show(page, where);
  const path = `${folder}/readme-${name}.jpg`;
  await page.screenshot({ path, type: "jpeg", quality: 70 });
  console.log(path);
  await page.context().close();
}
await close();
