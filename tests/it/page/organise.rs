//! The organisers' pages, walked through without a script: plan, invite, follow, note who came.

use chrono::TimeDelta;
use domain::{
    database::Sql,
    id::{AttendanceId, EventId, MemberId},
    membership::Role,
    registration::{self, Create},
};
use poem::http::{StatusCode, header};
use serde_json::json;

use super::administration::administrator;
use crate::support::{App, Browser, on_both};

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

/// This person has a place.
async fn registered(app: &App, member: MemberId, event: EventId) {
    let asked = Create { member: Some(member), ..Create::oneself(event) };
    registration::create(&app.house(), asked).await.unwrap();
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

    async fn who_is_invited_and_silent_is_seen_and_written_to(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let zoe = app.member_of(network, "Zoé").await;
        let lea = app.member_of(network, "Léa").await;
        let event = app.event(network, |_| {}).await;
        let page = format!("/events/{event}");
        let mut browser = Browser::of(&app, &lead);
        browser.get(&format!("{page}/people")).await.says("Invitez les membres du réseau");
        browser.get(&format!("{page}/people?state=silent")).await
            .says("Personne n’est encore invité");
        let all = [("guests", "everyone"), ("step", "send")];
        browser.post(&format!("{page}/invite/send"), &all).await.leads_to();

        let waiting = browser.get(&format!("{page}/people")).await;
        waiting.says("4 personnes sont invitées");
        waiting.says("data-count=\"silent\">4<");
        waiting.is_silent_about("Invitez les membres du réseau");
        Browser::of(&app, &marie).post(&format!("{page}/register"), &[]).await.leads_to();
        let sorry = [("reason", "Congé")];
        Browser::of(&app, &zoe).post(&format!("{page}/excuse"), &sorry).await.leads_to();

        let silent = browser.get(&format!("{page}/people?state=silent")).await;
        silent.says("data-count=\"invited\">4<");
        silent.says("data-count=\"silent\">2<");
        silent.says("2 personnes invitées n’ont pas répondu");
        silent.says("Léa Essai");
        silent.is_silent_about("Marie Essai");
        silent.is_silent_about("Zoé Essai");
        browser.get(&format!("{page}/people?state=silent&search=zzz")).await
            .says("Personne ne correspond");
        let csv = browser.get(&format!("{page}/people.csv?state=silent")).await;
        csv.says("lea@exemple.test");
        csv.is_silent_about("marie@exemple.test");

        browser.get(&format!("{page}/message?states=silent")).await
            .says("Invitée, sans réponse (2)");
        let word = [("states", "silent"), ("subject", "Venez-vous ?"), ("body", "Dites-le-nous."),
            ("step", "send")];
        browser.post(&format!("{page}/message/send"), &word).await.leads_to();
        let said = "outbox where kind = 'event_message' and email";
        assert_eq!(app.count("outbox where kind = 'event_message'").await, 2);
        assert_eq!(app.count(&format!("{said} = 'lea@exemple.test'")).await, 1);

        // Whoever says yes on the telephone is registered from the list.
        let id = lea.id.to_string();
        let form = [("memberId", id.as_str()), ("list", "state=silent")];
        let done = browser.post(&format!("{page}/people/register"), &form).await;
        browser.follow(&done).await.says("data-count=\"silent\">1<");
        let shown = Browser::of(&app, &marie).get(&format!("{page}/people?state=silent")).await;
        assert_eq!(shown.status, StatusCode::FORBIDDEN);
        shown.is_silent_about("Léa Essai");
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

    async fn the_list_of_meetings_counts_those_who_come_as_their_own_page_does(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let path = format!("/events/{event}");
        let mut list = Browser::of(&app, &lead);
        list.get("/networks/cybanjou/events").await.says(". Aucune inscription<");
        let ana = app.member_of(network, "Ana").await;
        let mut first = Browser::of(&app, &ana);
        first.post(&format!("{path}/register"), &[]).await.leads_to();
        for name in ["Zoé", "Marie"] {
            let person = app.member_of(network, name).await;
            registered(&app, person.id, event).await;
        }
        list.get("/networks/cybanjou/events").await.says(". Une personne inscrite, 2 en attente<");

        first.post(&format!("{path}/cancel"), &[]).await.leads_to();

        // The place is offered, and nobody has taken it yet.
        let listed = list.get("/networks/cybanjou/events").await;
        listed.says(". Aucune inscription confirmée, une place proposée, une en attente<");
        let people = list.get(&format!("{path}/people")).await;
        people.says("<dd data-count=\"confirmed\">0</dd>");
        people.says("<dd data-count=\"offered\">1</dd>");
    }

    async fn the_list_of_answers_is_for_organisers_and_leaves_as_a_file(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let page = format!("/events/{event}/people");
        let mut browser = Browser::of(&app, &lead);

        browser.get(&format!("{page}?who=marie")).await.says("Marie Essai");
        let id = marie.id.to_string();
        browser.post(&format!("{page}/register"), &[("memberId", &id)]).await.leads_to();
        let paul = app.member_of(network, "Paul").await.id.to_string();
        browser.post(&format!("{page}/register"), &[("memberId", &paul)]).await.leads_to();
        let list = browser.get(&page).await;
        list.says("Marie Essai");
        list.says("personne inscrite sur 1 place</dt>");
        // Whoever waits has no place that another could have.
        assert_eq!(list.body.matches("Un courriel prévient la personne").count(), 2);
        assert_eq!(list.body.matches("proposée à la personne suivante, si quelqu’un attend").count(), 1);
        browser.get(&format!("{page}?search=zoe")).await.says("Personne ne correspond");
        let csv = browser.get(&format!("{page}.csv")).await;
        csv.says("Marie Essai");
        assert!(csv.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains(".csv"));
        assert_eq!(csv.headers[header::CACHE_CONTROL], "no-store");

        let mut stranger = Browser::of(&app, &marie);
        for path in [&page, &format!("{page}.csv"), &format!("/events/{event}/sheet")] {
            let shown = stranger.get(path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{path}");
            shown.is_silent_about("marie@");
        }
        let nobody = Browser::of_nobody(&app).get(&page).await;
        assert_ne!(nobody.status, StatusCode::OK);
    }

    async fn presence_is_noted_one_tap_each_then_everybody_at_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let mut ids: Vec<MemberId> = Vec::new();
        for name in ["Marie", "Paul", "Zoé"] {
            let person = app.member_of(network, name).await;
            registered(&app, person.id, event).await;
            ids.push(person.id);
        }
        app.write(
            "update member set last_name = 'Aubin', search = 'aubin zoe' where id = ?",
            vec![ids[2].into()],
        )
        .await;
        let page = format!("/events/{event}/attendance");
        let record = format!("{page}/record");
        let mut browser = Browser::of(&app, &lead);

        browser.get(&page).await.says("à partir d’une heure avant le début");
        app.clock.advance(TimeDelta::days(30));
        let mut browser = Browser::of(&app, &app.signs_in_again(&lead).await);
        let marie = ids[0].to_string();
        let absent = [("memberId", marie.as_str()), ("state", "absent")];
        browser.get(&page).await.says("Tout le monde est là (3 personnes à noter)");
        browser.post(&record, &absent).await.leads_to();
        let begun = browser.get(&page).await;
        begun.says("Les 2 autres sont là");
        begun.is_silent_about("Tout le monde est là");
        let zoe = ids[2].to_string();
        let unexcused = [("memberId", zoe.as_str()), ("state", "excused"), ("reason", " ")];
        let refused = browser.post(&record, &unexcused).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Indiquez pourquoi.");
        let searched = browser.get(&format!("{page}?search=paul")).await;
        let (_, together) = searched.body.split_once("id=\"ensemble\"").unwrap();
        let together = together.split("</form>").next().unwrap();
        assert!(together.contains("name=\"search\" value=\"paul\""), "{together}");
        let noted = browser.post(&record, &[("everyone", "yes"), ("search", "paul")]).await;
        assert!(noted.leads_to().contains("search=paul"), "{}", noted.leads_to());

        assert_eq!(app.count("attendance where state = 'present'").await, 2);
        assert_eq!(app.count("attendance where state = 'absent'").await, 1);
        let shown = browser.get(&page).await;
        shown.says("<dd data-count=\"present\">2</dd>");
        shown.says("<dd data-count=\"left\">0</dd>");
        let sheet = browser.get(&format!("/events/{event}/sheet")).await;
        sheet.says("Signature");
        for (list, words) in [(&shown, "the list"), (&sheet, "the sheet")] {
            let place = |name: &str| list.body.find(name).unwrap();
            assert!(place("Zoé Aubin") < place("Marie Essai"), "{words} goes by family name");
        }
    }

    async fn everybody_noted_at_once_can_be_to_note_again_but_for_whom_was_noted_since(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let other = app.lead_of(network, "Olga").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let mut ids: Vec<String> = Vec::new();
        for name in ["Marie", "Paul", "Zoé"] {
            let person = app.member_of(network, name).await;
            registered(&app, person.id, event).await;
            ids.push(person.id.to_string());
        }
        let page = format!("/events/{event}/attendance");
        let (record, withdraw) = (format!("{page}/record"), format!("{page}/withdraw"));
        let (mut browser, mut second) = (Browser::of(&app, &lead), Browser::of(&app, &other));
        let absent = [("memberId", ids[0].as_str()), ("state", "absent")];
        browser.post(&record, &absent).await.leads_to();
        browser.get(&page).await.is_silent_about("Une erreur ?");

        let noted = browser.post(&record, &[("everyone", "yes")]).await;
        let shown = browser.follow(&noted).await;
        shown.says("Une erreur ?");
        shown.says(&format!("action=\"{withdraw}\""));
        second.get(noted.leads_to().split('#').next().unwrap()).await.is_silent_about("Une erreur ?");
        let (_, undo) = shown.body.split_once("name=\"undo\" value=\"").unwrap();
        let undo = undo.split('"').next().unwrap().to_owned();
        app.clock.advance(TimeDelta::minutes(1));
        let corrected = [("memberId", ids[1].as_str()), ("state", "absent")];
        second.post(&record, &corrected).await.leads_to();

        let undone = browser.post(&withdraw, &[("undo", &*undo)]).await;
        let shown = browser.follow(&undone).await;
        shown.says("sauf pour les personnes notées ou corrigées depuis");
        shown.is_silent_about("Une erreur ?");
        shown.says("<dd data-count=\"left\">1</dd>");
        assert_eq!(app.count("attendance where state = 'absent'").await, 2);
        assert_eq!(app.count("attendance where state = 'present'").await, 0);

        // Without anybody in between, and clicked twice.
        let noted = browser.post(&record, &[("everyone", "yes")]).await;
        let shown = browser.follow(&noted).await;
        let (_, undo) = shown.body.split_once("name=\"undo\" value=\"").unwrap();
        let undo = undo.split('"').next().unwrap().to_owned();
        for _ in 0..2 {
            let undone = browser.post(&withdraw, &[("undo", &*undo)]).await;
            let shown = browser.follow(&undone).await;
            shown.says("ces personnes sont de nouveau à noter");
            shown.says("<dd data-count=\"left\">1</dd>");
        }
        assert_eq!(app.count("attendance").await, 2);
    }

    async fn only_what_can_be_one_act_of_the_last_day_is_to_note_again_at_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let page = format!("/events/{event}/attendance");
        let (record, withdraw) = (format!("{page}/record"), format!("{page}/withdraw"));
        let mut browser = Browser::of(&app, &lead);
        for name in ["Marie", "Paul"] {
            let person = app.member_of(network, name).await;
            registered(&app, person.id, event).await;
            let id = person.id.to_string();
            let present = [("memberId", id.as_str()), ("state", "present")];
            browser.post(&record, &present).await.leads_to();
            app.clock.advance(TimeDelta::minutes(3));
        }
        let later = app.clock.now().timestamp_micros();
        let wide = format!("{}-{later}", now.timestamp_micros());

        browser.get(&format!("{page}?undo={wide}")).await.is_silent_about("Une erreur ?");
        let refused = browser.post(&withdraw, &[("undo", &*wide)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("corrigez les présences une à une");
        assert_eq!(app.count("attendance where state = 'present'").await, 2);

        let zoe = app.member_of(network, "Zoé").await;
        registered(&app, zoe.id, event).await;
        let noted = browser.post(&record, &[("everyone", "yes")]).await;
        let shown = browser.follow(&noted).await;
        shown.says("Une erreur ?");
        let (_, undo) = shown.body.split_once("name=\"undo\" value=\"").unwrap();
        let undo = undo.split('"').next().unwrap().to_owned();
        app.clock.advance(TimeDelta::days(1));
        browser.get(&format!("{page}?undo={undo}")).await.is_silent_about("Une erreur ?");
        let refused = browser.post(&withdraw, &[("undo", &*undo)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(app.count("attendance where state = 'present'").await, 3);
    }

    async fn whom_a_colleague_notes_while_everybody_is_noted_stays_as_they_were_noted(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let other = app.lead_of(network, "Olga").await;
        let now = app.clock.now();
        let event = app.event(network, |event| event.starts_at = now).await;
        let mut ids: Vec<MemberId> = Vec::new();
        for name in ["Paul", "Zoé"] {
            let person = app.member_of(network, name).await;
            registered(&app, person.id, event).await;
            ids.push(person.id);
        }
        let record = format!("/events/{event}/attendance/record");
        let mut browser = Browser::of(&app, &lead);
        let house = app.house();
        let colleague = house.begin().await.unwrap();
        let (held, _) = domain::event::lock(&colleague, event).await.unwrap();
        let notes = async {
            // By then the others are read, and their lines wait for the event.
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            let values = vec![
                AttendanceId::new().into(),
                held.id.into(),
                ids[0].into(),
                other.id.into(),
                now.into(),
            ];
            let absent = "insert into attendance (id, event_id, member_id, state, recorded_by_id, \
                recorded_at, revision) values (?, ?, ?, 'absent', ?, ?, 1)";
            Sql::new(absent, values).run(&*colleague).await.unwrap();
            colleague.commit().await.unwrap();
        };

        let (noted, ()) = tokio::join!(browser.post(&record, &[("everyone", "yes")]), notes);

        let shown = browser.follow(&noted).await;
        shown.says("Une erreur ?");
        shown.says("<dd data-count=\"present\">1</dd>");
        shown.says("<dd data-count=\"absent\">1</dd>");
        assert_eq!(app.count("attendance where state = 'absent' and revision = 1").await, 1);
    }

    async fn an_invitation_is_looked_at_before_it_leaves(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let event = app.event(network, |_| {}).await;
        let path = format!("/events/{event}/invite/send");
        let mut browser = Browser::of(&app, &lead);

        let look = [("guests", "role"), ("role", "member"), ("step", "preview")];
        let shown = browser.post(&path, &look).await;
        assert_eq!(shown.status, StatusCode::OK);
        shown.says("Une personne recevra un courriel");
        shown.says("Marie Essai");
        assert_eq!(app.count("outbox where kind = 'invited_to_event'").await, 0);
        let send = [("guests", "role"), ("role", "member"), ("step", "send")];
        browser.post(&path, &send).await.leads_to();

        assert_eq!(app.count("outbox where kind = 'invited_to_event'").await, 1);
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
