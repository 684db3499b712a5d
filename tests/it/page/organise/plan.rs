//! A meeting is planned, changed, called off, put off or thrown away.

use domain::membership::Role;
use poem::http::StatusCode;
use serde_json::json;

use super::registered;
use crate::{
    page::administration::administrator,
    support::{Browser, on_both},
};

/// What the form of a meeting sends when it is filled in.
fn filled<'a>(title: &'a str, host: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", title),
        ("kind", "network_meeting"),
        ("description", "Apporter un outil"),
        ("hostIds", host),
        ("startsAt", "2026-12-10T09:30"),
        ("endsAt", "2026-12-10T17:00"),
        ("timeZone", "Europe/Paris"),
        ("mode", "on_site"),
        ("venue", "La Daguenière"),
        ("visibility", "federation"),
        ("audience", "federation"),
        ("capacityOnSite", "12"),
        ("offerHours", "48"),
        ("reminderRule", "network"),
    ]
}

/// The same of a meeting that these networks are to host, from this revision on.
fn hosted<'a>(title: &'a str, hosts: &[&'a str], revision: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut form = filled(title, "");
    form.extend(hosts.iter().map(|host| ("hostIds", *host)));
    form.push(("expectedRevision", revision));
    form
}

/// The address of the meeting that a form led to.
fn meeting(path: &str) -> String {
    path.split('/').take(3).collect::<Vec<_>>().join("/")
}

on_both! {
    async fn a_lead_plans_a_meeting_and_its_agenda_and_publishes_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let host = network.to_string();

        browser.get("/networks/cybanjou/events").await.says("Planifier une rencontre");
        // In four weeks it is a Monday: nobody meets before the Tuesday.
        browser.get("/networks/cybanjou/events/new").await.says("value=\"2026-10-06T09:30\"");
        let untitled = browser.post("/networks/cybanjou/events/create", &filled("", &host)).await;
        assert_eq!(untitled.status, StatusCode::UNPROCESSABLE_ENTITY);
        untitled.says("Indiquez un titre.");
        untitled.says("La Daguenière");
        let created =
            browser.post("/networks/cybanjou/events/create", &filled("Partage", &host)).await;
        let page = meeting(created.leads_to());
        let session = [("title", "Accueil café"), ("startsAt", "2026-12-10T09:30"),
            ("endsAt", "2026-12-10T10:00"), ("speakers", "Olga\nLéa")];
        browser.post(&format!("{page}/agenda/create"), &session).await;
        let outside = [("title", "Trop tard"), ("startsAt", "2026-12-10T18:00"),
            ("endsAt", "2026-12-10T19:00")];
        let refused = browser.post(&format!("{page}/agenda/create"), &outside).await;
        refused.says("Ce temps commence hors des horaires de la rencontre.");
        refused.says("Trop tard");
        let agenda = browser.get(&format!("{page}/agenda")).await;
        agenda.says("Accueil café");
        agenda.says("Avec Olga et Léa");

        browser.get("/networks/cybanjou/events?show=drafts").await.says("Partage");
        browser.get("/networks/cybanjou/events").await.is_silent_about("Partage");
        let published = browser.post(&format!("{page}/publish"), &[]).await;
        let next = format!("<a href=\"{page}/invite\">Inviter à cette rencontre</a>");
        browser.follow(&published).await.says(&next);
        browser.get(&format!("{page}/edit")).await.is_silent_about(&next);
        let inviting = browser.get(&format!("{page}/invite")).await;
        inviting.says(&format!("href=\"{page}/people\" aria-current"));
        inviting.is_silent_about("Adresses collées <span class=\"hint optional\">");
        browser.get("/networks/cybanjou/events").await.says("Partage");
    }

    async fn two_who_edit_at_once_see_both_versions_and_lose_nothing(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let host = network.to_string();
        let created =
            browser.post("/networks/cybanjou/events/create", &filled("Partage", &host)).await;
        let page = meeting(created.leads_to());
        let edit = |title| {
            let mut form = filled(title, &host);
            form.push(("expectedRevision", "1"));
            form
        };

        let first = browser.post(&format!("{page}/edit/save"), &edit("Le premier")).await;
        assert_eq!(first.leads_to(), format!("{page}/edit?done=event-saved"));
        let second = browser.post(&format!("{page}/edit/save"), &edit("Le second")).await;

        assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
        second.says("pendant que vous écriviez");
        second.says("<td data-label=\"Votre version\">Le second</td>");
        second.says("<td data-label=\"Version enregistrée\">Le premier</td>");
        second.says("name=\"expectedRevision\" value=\"2\"");
        second.says("value=\"Le second\"");
    }

    async fn the_hosts_are_saved_with_all_else_or_nothing_typed_is_lost(app: App) {
        let network = app.network("cybanjou").await;
        let (beside, foreign) = (app.network("hub").await, app.network("ailleurs").await);
        let lead = app.lead_of(network, "Ana").await;
        app.joins(&lead, beside, Role::Organiser, None).await;
        let event = app.event(network, |_| {}).await;
        let mut browser = Browser::of(&app, &lead);
        let page = format!("/events/{event}/edit");
        let (own, other, theirs) = (network.to_string(), beside.to_string(), foreign.to_string());
        let save = format!("{page}/save");

        let shown = browser.get(&page).await;
        assert_eq!(shown.body.matches("name=\"hostIds\"").count(), 2, "{}", shown.body);
        assert_eq!(shown.body.matches("name=\"expectedRevision\"").count(), 1, "{}", shown.body);
        for (hosts, wrong) in [
            (vec![], "Choisissez au moins un réseau hôte."),
            (vec![&*own, &*theirs], "Vous ajoutez et retirez seulement les réseaux que vous animez."),
        ] {
            let refused = browser.post(&save, &hosted("Au tiers-lieu", &hosts, "1")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.says(wrong);
            refused.says("href=\"#hostIds\"");
            refused.says("value=\"Au tiers-lieu\"");
        }
        assert_eq!(app.count("event where title = 'Au tiers-lieu'").await, 0);
        let refused = browser.post(&save, &hosted("", &[&other, &own], "1")).await;
        refused.says(&format!("value=\"{other}\" checked"));
        assert_eq!(app.count("event_host").await, 1);

        let saved = browser.post(&save, &hosted("Au tiers-lieu", &[&other, &own], "1")).await;
        assert_eq!(saved.leads_to(), format!("{page}?done=event-saved"));
        assert_eq!(app.count("event where title = 'Au tiers-lieu'").await, 1);
        assert_eq!(app.count("event_host").await, 2);
        browser.get(&page).await.says("name=\"expectedRevision\" value=\"3\"");
        // The one in whose affairs it was planned stays the first.
        let asked = "query($id: ID!) { event(by: { id: $id }) { hosts { slug } } }";
        let first = app.ask(Some(&lead), asked, json!({ "id": event.to_string() })).await;
        assert_eq!(first.data()["event"]["hosts"][0]["slug"], "cybanjou");
    }

    async fn who_opened_a_form_before_a_host_closed_reads_what_is_kept_and_what_not(app: App) {
        let (network, closed) = (app.network("cybanjou").await, app.network("hub").await);
        let administrator = administrator(&app).await;
        let event = app.event(network, |_| {}).await;
        let at = app.clock.now();
        app.write("update network set archived_at = ? where id = ?", vec![at.into(), closed.into()])
            .await;
        let (own, gone) = (network.to_string(), closed.to_string());
        let form = hosted("Au tiers-lieu", &[&own, &gone], "1");

        let partly =
            Browser::of(&app, &administrator).post(&format!("/events/{event}/edit/save"), &form).await;

        assert_eq!(partly.status, StatusCode::UNPROCESSABLE_ENTITY);
        partly.says("sauf celle des réseaux hôtes");
        partly.says("Ce réseau hôte est fermé.");
        partly.says("value=\"Au tiers-lieu\"");
        partly.says("name=\"expectedRevision\" value=\"2\"");
        assert_eq!(app.count("event where title = 'Au tiers-lieu'").await, 1);
        assert_eq!(app.count("event_host").await, 1);
    }

    async fn calling_a_meeting_off_says_to_how_many_and_asks_twice(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let event = app.event(network, |_| {}).await;
        registered(&app, marie.id, event).await;
        let mut browser = Browser::of(&app, &lead);
        let page = format!("/events/{event}");

        browser.get(&format!("{page}/edit")).await.says("la personne inscrite");
        let unsure = browser.post(&format!("{page}/call-off"), &[("reason", "Neige")]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        unsure.says("Neige");
        assert_eq!(app.count("event where state = 'cancelled'").await, 0);
        let sure = [("reason", "Neige"), ("isSure", "yes")];
        browser.post(&format!("{page}/call-off"), &sure).await.leads_to();

        assert_eq!(app.count("event where state = 'cancelled'").await, 1);
        assert_eq!(app.count("outbox where kind = 'event_cancelled'").await, 1);
    }

    async fn a_meeting_is_not_put_off_to_a_day_that_is_over(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let form = [("reason", "Neige"), ("newStartsAt", "2020-01-01T09:00"), ("isSure", "yes")];

        let refused =
            Browser::of(&app, &lead).post(&format!("/events/{event}/postpone"), &form).await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Cette date est passée : choisissez une date à venir.");
        refused.says("id=\"reporter-newStartsAt-erreur\"");
        assert_eq!(app.count("event where state = 'postponed'").await, 0);
    }

    async fn a_draft_is_thrown_away_once_one_is_sure_and_nothing_else(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Marie").await;
        let draft = app.event(network, |event| event.state = "draft").await;
        app.write("update event set published_at = null where id = ?", vec![draft.into()]).await;
        app.session(draft, 0, None).await;
        app.question(draft, "text", false).await;
        let announced = app.event(network, |_| {}).await;
        let (page, form) = (format!("/events/{draft}"), [("isConfirmed", "yes")]);
        let mut browser = Browser::of(&app, &lead);

        let shown = browser.get(&format!("{page}/edit")).await;
        shown.says("Effacer ce brouillon");
        shown.says("le temps de son programme, la question aux personnes inscrites");
        let foul = Browser::of(&app, &member).post(&format!("{page}/delete"), &form).await;
        assert_eq!(foul.status, StatusCode::NOT_FOUND);
        let unsure = browser.post(&format!("{page}/delete"), &[]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        unsure.says("Cochez la case");
        assert_eq!(app.count("event").await, 2);
        let gone = browser.post(&format!("{page}/delete"), &form).await;
        assert_eq!(gone.leads_to(), "/networks/cybanjou/events?show=drafts&done=draft-deleted");
        browser.follow(&gone).await.says("Le brouillon est effacé.");
        assert_eq!(browser.get(&page).await.status, StatusCode::NOT_FOUND);

        let page = format!("/events/{announced}");
        browser.get(&format!("{page}/edit")).await.is_silent_about("Effacer ce brouillon");
        let refused = browser.post(&format!("{page}/delete"), &form).await;
        refused.says("annulez-la plutôt");
        assert_eq!(app.count("event").await, 1);
    }
}
