//! Who is invited to a meeting, who answered, and who is silent.

use poem::http::{StatusCode, header};

use super::registered;
use crate::support::{Browser, on_both};

on_both! {
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
}
