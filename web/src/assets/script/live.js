// Counts that follow what happens, and presence noted without leaving the list. Without this
// script the same pages work: the counts are those of the moment, and a form brings the page back.
"use strict";

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
    const news = document.querySelector("[data-news]");
    if (isNew && news && !document.querySelector("[data-quick]")) {
      news.textContent = "Des réponses sont arrivées. Rechargez la page pour voir la liste à jour.";
    }
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
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // A sign-in page, a refusal, a fault: whatever is not this list is shown as what it is.
    if (!page.getElementById(row.id)) throw new Error(`no ${row.id} in the answer`);
    for (const id of [row.id, "compteur", "ensemble", "refus"]) {
      const fresh = page.getElementById(id);
      const stale = document.getElementById(id);
      if (fresh && stale) stale.replaceChildren(...fresh.childNodes);
    }
    document.getElementById(row.id).querySelector(`[value="${button.value}"]`)?.focus();
    const news = document.querySelector("[data-news]");
    if (news) news.textContent = answer.ok ? "C’est noté." : "";
  } catch {
    form.removeAttribute("data-quick");
    button.removeAttribute("aria-disabled");
    form.requestSubmit(button);
  }
});
