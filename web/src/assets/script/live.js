// Counts that follow what happens, and presence noted without leaving the list. Without this
// script the same pages work: the counts are those of the moment, and a form brings the page back.
"use strict";

const RELOAD = "Des réponses sont arrivées. Rechargez la page pour voir la liste à jour.";

const tell = (words) => {
  const news = document.querySelector("[data-news]");
  if (news) news.textContent = words;
};

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

/** Puts these parts of a page that was just fetched in the place of those that stand here. */
function renew(page, ids) {
  for (const id of ids) {
    const fresh = page.getElementById(id);
    const stale = document.getElementById(id);
    if (fresh && stale) stale.replaceChildren(...fresh.childNodes);
  }
}

// Grows with each tap and each count: what was fetched before the last of them is out of date.
let turn = 0;
let isBehind = false;

/** Brings the list of those who are expected up to date after somebody else noted who came. */
async function catchUp(isTold) {
  isBehind = true;
  turn += 1;
  const mine = turn;
  try {
    const answer = await fetch(location.href);
    const page = await parsed(answer);
    if (mine !== turn) return;
    isBehind = false;
    if (!answer.ok || !page.getElementById("ensemble")) throw new Error("the answer is not this list");
    const rows = [...document.querySelectorAll("[data-row]")];
    const differs = (row) => row.textContent !== page.getElementById(row.id)?.textContent;
    // Where somebody is at work stays as it is.
    const isBusy = (row) => row.contains(document.activeElement) || row.querySelector("details[open], [aria-disabled]");
    const later = rows.filter((row) => isBusy(row) && differs(row));
    const added = page.querySelectorAll("[data-row]").length !== rows.length;
    const together = document.getElementById("ensemble");
    const stood = together.contains(document.activeElement) && document.activeElement.localName;
    renew(page, [...rows.filter((row) => !isBusy(row) && differs(row)).map((row) => row.id), "ensemble", "reste"]);
    if (stood) together.querySelector(stood)?.focus();
    if (added || later.length > 0) tell(RELOAD);
    else if (isTold) tell("Des présences viennent d’être notées : la liste est à jour.");
  } catch {
    if (mine === turn) tell(RELOAD);
  }
}

for (const part of document.querySelectorAll("[data-live]")) {
  const source = new EventSource(part.dataset.live);
  source.addEventListener("counts", (event) => {
    const counts = JSON.parse(event.data);
    let isNew = false;
    for (const shown of document.querySelectorAll("[data-count]")) {
      const count = counts[shown.dataset.count];
      if (count !== undefined && shown.textContent !== String(count)) {
        shown.textContent = count;
        isNew = true;
      }
    }
    if (!isNew) return;
    if (document.getElementById("ensemble")) catchUp(true);
    else tell(RELOAD);
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quick]") || !event.submitter) return;
  event.preventDefault();
  const button = event.submitter;
  const row = form.closest("[data-row]");
  const body = new URLSearchParams(new FormData(form, button));
  button.setAttribute("aria-disabled", "true");
  turn += 1;
  try {
    const action = button.hasAttribute("formaction") ? button.formAction : form.action;
    const answer = await fetch(action, { method: "POST", body });
    const page = await parsed(answer);
    // A sign-in page, a refusal, a fault: whatever is not this list is shown as what it is.
    if (!page.getElementById(row.id)) throw new Error(`no ${row.id} in the answer`);
    turn += 1;
    renew(page, [row.id, "compteur", "ensemble", "reste", "refus"]);
    const renewed = document.getElementById(row.id);
    (renewed.querySelector(`[value="${button.value}"]`) ?? renewed.querySelector("button"))?.focus();
    const isBack = button.name === "noted";
    tell(answer.ok ? (isBack ? "C’est annulé : la personne est de nouveau à noter." : "C’est noté.") : "");
    if (isBehind) catchUp(false);
  } catch {
    form.removeAttribute("data-quick");
    button.removeAttribute("aria-disabled");
    form.requestSubmit(button);
  }
});
