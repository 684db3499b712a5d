// A lead's meetings, as other stories need them: planned and published through the pages.

/** A moment so many days and hours from now, as the federation's clocks show it and a form's field takes it. */
export function moment(days, hours = 0) {
  const at = new Date(Date.now() + days * 86_400_000 + hours * 3_600_000);
  // The Swedish write days and times as ISO 8601 does.
  const told = at.toLocaleString("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "short" });
  return told.replace(" ", "T");
}

/** Plans a meeting and publishes it, by the pages; gives its address. */
export async function plan(page, title, { starts, ends, places, isPublic, isTentative, needsApproval, sessions = [] }) {
  await page.goto("/networks/cybanjou/events/new");
  await page.getByLabel("Titre", { exact: true }).fill(title);
  await page.getByLabel("Début", { exact: true }).fill(starts);
  await page.getByLabel("Fin", { exact: true }).fill(ends);
  await page.getByLabel(/^Lieu/).first().fill("Maison du citoyen connecté, Baugé-en-Anjou");
  if (isPublic) await page.getByLabel("Tout le monde", { exact: true }).check();
  if (isTentative) await page.getByLabel("La date est à confirmer").check();
  if (needsApproval) await page.getByLabel("L’équipe valide chaque inscription").check();
  if (places) await page.getByLabel(/^Places sur place/).fill(String(places));
  await page.getByRole("button", { name: "Créer le brouillon" }).click();
  await page.waitForURL(/\/agenda\?done=/);
  const meeting = new URL(page.url()).pathname.replace("/agenda", "");
  for (const session of sessions) await addSession(page, session);
  await publish(page, meeting);
  return meeting;
}

/** Adds a session to the agenda that is open. */
export async function addSession(page, { title, starts, ends, room = "", places = "" }) {
  const fresh = page.locator("#nouveau");
  await fresh.getByLabel("Titre", { exact: true }).fill(title);
  await fresh.getByLabel("Début", { exact: true }).fill(starts);
  await fresh.getByLabel("Fin", { exact: true }).fill(ends);
  await fresh.getByLabel(/^Salle/).fill(room);
  await fresh.getByLabel(/^Places/).fill(String(places));
  await fresh.getByRole("button", { name: "Ajouter au programme" }).click();
  await page.getByRole("heading", { level: 3, name: title }).waitFor();
}

/** Publishes a draft. */
export async function publish(page, meeting) {
  await page.goto(`${meeting}/edit`);
  await page.getByRole("button", { name: "Enregistrer et publier" }).click();
  await page.waitForURL(/done=published/);
}
