//! What one does on an event's page about oneself, without a script.

use chrono::TimeDelta;
use domain::id::EventId;
use mail::Parcel;
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{App, Browser, Person, as_typed, on_both};

/// Asks this person to come.
async fn invites(app: &App, lead: &Person, person: &Person, event: EventId) {
    let text = "insert into event_invitation (id, event_id, member_id, invited_by_id, word, created_at) \
        values (?, ?, ?, ?, '', ?)";
    let id = uuid::Uuid::now_v7();
    let values =
        vec![id.into(), event.into(), person.id.into(), lead.id.into(), app.clock.now().into()];
    app.write(text, values).await;
}

on_both! {
    async fn who_is_invited_says_no_with_a_reason_and_may_still_come(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        invites(&app, &lead, &ana, event).await;
        let path = format!("/events/{event}");
        let mut browser = Browser::of(&app, &ana);

        browser.get("/me").await.says("Vous êtes invité·e");
        let shown = browser.get(&path).await;
        shown.says("Dites si vous venez.");
        shown.says("Je ne pourrai pas venir");
        let silent = browser.post(&format!("{path}/excuse"), &[("reason", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        silent.says("Indiquez pourquoi.");
        let sent = browser.post(&format!("{path}/excuse"), &[("reason", "En formation")]).await;

        assert_eq!(sent.leads_to(), format!("{path}?done=excused#inscription"));
        let shown = browser.follow(&sent).await;
        shown.says("Vous avez prévenu que vous ne viendrez pas.");
        shown.says("En formation");
        shown.says("Excusé·e");
        shown.is_silent_about("Dites si vous venez.");
        browser.get("/me").await.is_silent_about("Vous êtes invité·e");

        // The plan changes: registering says that one comes.
        browser.post(&format!("{path}/register"), &[]).await.leads_to();
        let shown = browser.get(&path).await;
        shown.says("Vous êtes inscrit·e.");
        shown.is_silent_about("Vous avez prévenu");
        assert_eq!(app.count("attendance").await, 0);
        assert_eq!(app.count("audit_line where action = 'attendance.withdraw'").await, 1);
    }

    async fn leaving_says_what_becomes_of_the_place_and_only_once_that_it_is_left(app: App) {
        let network = app.network("cybanjou").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let counted = app.event(network, |event| event.on_site = Some(1)).await;
        let open = app.event(network, |_| {}).await;
        let (mut first, mut second) = (Browser::of(&app, &ana), Browser::of(&app, &zoe));
        let next = "Votre place sera aussitôt proposée à la personne suivante.";
        let again = "Vous pourrez vous réinscrire";

        for event in [counted, open] {
            let path = format!("/events/{event}");
            first.post(&format!("{path}/register"), &[]).await.leads_to();
            let alone = first.get(&path).await;
            alone.is_silent_about(next);
            alone.says(again);
            second.post(&format!("{path}/register"), &[]).await.leads_to();
        }

        let awaited = first.get(&format!("/events/{counted}")).await;
        awaited.says(next);
        awaited.is_silent_about(again);
        second.get(&format!("/events/{counted}")).await.is_silent_about(next);
        first.get(&format!("/events/{open}")).await.is_silent_about(next);
        let left = first.post(&format!("/events/{open}/cancel"), &[]).await;
        let told = first.follow(&left).await;
        assert_eq!(told.body.matches("Votre inscription est annulée").count(), 1, "{}", told.body);
        first.get(&format!("/events/{open}")).await.says("Votre inscription est annulée.");
    }

    async fn an_offered_place_that_is_left_is_promised_to_nobody_who_does_not_wait(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let path = format!("/events/{event}");
        let (mut first, mut second) = (Browser::of(&app, &ana), Browser::of(&app, &zoe));
        first.post(&format!("{path}/register"), &[]).await.leads_to();
        second.post(&format!("{path}/register"), &[]).await.leads_to();
        first.post(&format!("{path}/cancel"), &[]).await.leads_to();

        let left = second.post(&format!("{path}/offer/decline"), &[]).await;
        let told = second.follow(&left).await;
        let listed = Browser::of(&app, &lead).get(&format!("{path}/people?state=declined")).await;

        told.says("Vous avez laissé la place. Si quelqu’un attend, elle lui est proposée.");
        listed.says("Place proposée, laissée");
        for shown in [told, listed] {
            shown.is_silent_about("la personne suivante");
        }
    }

    async fn who_can_no_longer_cancel_sends_an_excuse_and_mends_its_reason(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let soon = app.clock.now() + TimeDelta::hours(2);
        let event = app.event(network, |event| {
            event.starts_at = soon;
            event.cancel_until = Some(soon - TimeDelta::hours(1));
            event.on_site = Some(12);
        }).await;
        let path = format!("/events/{event}");
        let mut browser = Browser::of(&app, &ana);
        browser.post(&format!("{path}/register"), &[]).await.leads_to();

        // While one can cancel, the page says what an excuse does not do.
        browser.get(&path).await.says("annulez plutôt votre inscription");
        app.clock.advance(TimeDelta::minutes(90));
        let shown = browser.get(&path).await;
        shown.says("Il n’est plus possible d’annuler ici.");
        shown.says("Prévenir de mon absence");
        let excuse = format!("{path}/excuse");
        browser.post(&excuse, &[("reason", "Grippe")]).await.leads_to();
        let shown = browser.get(&path).await;
        shown.says("Grippe");
        shown.says("Vous restez inscrit·e.");
        shown.says("Changer le motif");
        browser.post(&excuse, &[("reason", "Enfant malade")]).await.leads_to();

        let page = format!("{path}/attendance");
        let seen = Browser::of(&app, &lead).get(&page).await;
        seen.says("Enfant malade");
        assert_eq!(app.count("attendance where state = 'excused'").await, 1);
    }

    async fn who_comes_after_all_says_so_without_registering_anew(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let soon = app.clock.now() + TimeDelta::hours(4);
        let event = app.event(network, |event| event.starts_at = soon).await;
        let path = format!("/events/{event}");
        let mut browser = Browser::of(&app, &ana);
        browser.post(&format!("{path}/register"), &[]).await.leads_to();
        let letters = app.count("outbox").await;
        let withdraw = format!("{path}/excuse/withdraw");

        // Nobody waits for a place of which there are as many as come.
        let shown = browser.get(&path).await;
        shown.is_silent_about("pour la laisser à quelqu’un d’autre");
        shown.is_silent_about("Finalement, je viens");
        browser.post(&format!("{path}/excuse"), &[("reason", "Grippe")]).await.leads_to();
        let shown = browser.get(&path).await;
        shown.says("Vous restez inscrit·e.");
        shown.is_silent_about("pour la laisser à quelqu’un d’autre");
        shown.says("Finalement, je viens");
        let told = browser.post(&withdraw, &[]).await;
        browser.follow(&told).await.says("l’équipe compte de nouveau sur vous");
        browser.get(&path).await.is_silent_about("Vous avez prévenu que vous ne viendrez pas.");
        // A second click is answered as done: what holds now is what was asked.
        let again = browser.post(&withdraw, &[]).await;
        let shown = browser.follow(&again).await;
        shown.says("l’équipe compte de nouveau sur vous");
        shown.says("<details><summary>Prévenir de mon absence");

        assert_eq!(app.count("attendance").await, 0);
        assert_eq!(app.count("outbox").await, letters);
        assert_eq!(app.count("audit_line where action = 'attendance.withdraw'").await, 1);
        browser.post(&format!("{path}/excuse"), &[("reason", "Grippe")]).await.leads_to();
        app.clock.advance(TimeDelta::hours(8));
        let late = browser.post(&withdraw, &[]).await;
        late.says("Cette rencontre est passée.");
        assert_eq!(app.count("attendance where state = 'excused'").await, 1);
    }

    async fn what_the_team_noted_reads_as_its_own_word_and_is_not_taken_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let soon = app.clock.now() + TimeDelta::minutes(30);
        let event = app.event(network, |event| event.starts_at = soon).await;
        let path = format!("/events/{event}");
        let (mut team, mut own) = (Browser::of(&app, &lead), Browser::of(&app, &ana));
        own.post(&format!("{path}/register"), &[]).await.leads_to();
        let (record, member) = (format!("{path}/attendance/record"), ana.id.to_string());
        let withdraw = format!("{path}/excuse/withdraw");
        // The page was opened before the team noted anything: its form is still there.
        let late = [("reason", "Grippe")];

        let excused = [("memberId", &*member), ("state", "excused"), ("reason", "En congé")];
        team.post(&record, &excused).await.leads_to();
        let shown = own.get(&path).await;
        shown.says("L’équipe a noté votre absence comme excusée.");
        shown.says("En congé");
        for untrue in ["Vous avez prévenu", "Finalement, je viens", "Changer le motif"] {
            shown.is_silent_about(untrue);
        }
        let refused = own.post(&withdraw, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Aucune absence n’est annoncée en votre nom.");
        let refused = own.post(&format!("{path}/excuse"), &late).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("L’équipe a déjà noté votre absence");
        refused.says("En congé");
        refused.is_silent_about("Finalement, je viens");
        assert_eq!(app.count("attendance where state = 'excused' and reason = 'En congé'").await, 1);

        // Nor is it told that the team counts on whom it noted as absent, nor may they say that they stay away.
        let absent = [("memberId", &*member), ("state", "absent")];
        team.post(&record, &absent).await.leads_to();
        let refused = own.post(&withdraw, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Aucune absence n’est annoncée en votre nom.");
        refused.is_silent_about("Prévenir de mon absence");
        let refused = own.post(&format!("{path}/excuse"), &late).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("L’équipe a déjà noté votre absence");
        assert_eq!(app.count("attendance where state = 'absent'").await, 1);
    }

    async fn the_team_sees_an_excuse_where_it_looks_until_the_day_is_another(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let event = app.event(network, |_| {}).await;
        let path = format!("/events/{event}");
        let (mut own, mut team) = (Browser::of(&app, &ana), Browser::of(&app, &lead));
        own.post(&format!("{path}/register"), &[]).await.leads_to();
        Browser::of(&app, &zoe).post(&format!("{path}/register"), &[]).await.leads_to();

        own.post(&format!("{path}/excuse"), &[("reason", "En formation")]).await.leads_to();

        own.get("/me").await.says("Excusé·e");
        let people = team.get(&format!("{path}/people")).await;
        people.says("<span class=\"badge quiet\">Excusé·e</span>");
        people.says("En formation");
        let excused = team.get(&format!("{path}/people?state=excused")).await;
        excused.says("Ana Essai");
        excused.is_silent_about("<th scope=\"row\">Zoé Essai</th>");
        team.get(&format!("{path}/people.csv")).await.says("En formation");
        let sheet = team.get(&format!("{path}/sheet")).await;
        sheet.says("Personnes inscrites : 2, dont une excusée");
        sheet.says("<td>Excusé·e</td>");

        let input = json!({ "eventId": event.to_string(), "reason": "Neige",
            "startsAt": "2026-11-12T08:00:00Z" });
        let document = "mutation($input: EventPostponeInput!) { eventPostpone(input: $input) {
            event { startsAt formerStartsAt } userErrors { code } } }";
        let put_off = app.ask(Some(&lead), document, json!({ "input": input })).await;
        assert!(put_off.done()["event"]["formerStartsAt"].as_str().unwrap().starts_with("2026-10-07"));

        assert_eq!(app.count("attendance").await, 0);
        assert_eq!(app.count("audit_line where action = 'attendance.withdraw'").await, 1);
        own.get(&path).await.is_silent_about("Excusé·e");
        let letters = app.delivered().await;
        let is_told = |letter: &&Parcel| {
            letter.to == ana.email && letter.written.subject.starts_with("Reportée")
        };
        let told = letters.iter().find(is_told).unwrap();
        let words = as_typed(&told.written.text);
        assert!(words.contains("du mercredi 7 octobre 2026 est reportée."), "{words}");
        assert!(words.contains("Nouvelle date envisagée : jeudi 12 novembre 2026, 9 h"), "{words}");
        assert!(words.contains("une absence annoncée pour l’ancien jour ne compte plus"), "{words}");
        let shown = own.get(&path).await;
        shown.says("La rencontre du mercredi 7 octobre 2026 est reportée. Nouvelle date envisagée : jeudi 12 novembre 2026");
        shown.is_silent_about("Sans limite");
        let former = own.get("/calendar?month=2026-10").await;
        former.says("(reportée, peut-être au jeudi 12 novembre)");
        own.get("/calendar?month=2026-11").await.says("(reportée)");
    }

    async fn a_meeting_put_off_without_a_date_has_none(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |event| event.mode = "online").await;
        let document = "mutation($input: EventPostponeInput!) { eventPostpone(input: $input) {
            event { startsAt } userErrors { code } } }";
        let input = json!({ "eventId": event.to_string(), "reason": "Neige" });

        app.ask(Some(&lead), document, json!({ "input": input })).await.done();

        let shown = Browser::of(&app, &lead).get(&format!("/events/{event}")).await;
        shown.says("La rencontre du mercredi 7 octobre 2026 est reportée. La nouvelle date sera annoncée");
        shown.says("nouvelle date à venir");
        shown.says("<s>mercredi 7 octobre 2026");
        let publish = "mutation($input: EventPublishInput!) { eventPublish(input: $input) {
            event { formerStartsAt } userErrors { code } } }";
        let again = app.ask(Some(&lead), publish, json!({ "input": { "eventId": event.to_string() } })).await;
        assert_eq!(again.done()["event"]["formerStartsAt"], Value::Null);
    }

    async fn whom_the_team_takes_off_the_list_is_told_who_did_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let event = app.event(network, |_| {}).await;
        let path = format!("/events/{event}");
        for person in [&ana, &zoe] {
            Browser::of(&app, person).post(&format!("{path}/register"), &[]).await.leads_to();
        }
        let people = Browser::of(&app, &lead).get(&format!("{path}/people?search=Ana")).await;
        let (_, rest) = people.body.split_once("name=\"registration\" value=\"").unwrap();
        let of_ana = rest.split('"').next().unwrap().to_owned();

        let form = [("registration", &*of_ana), ("reason", "Doublon")];
        Browser::of(&app, &lead).post(&format!("{path}/people/cancel"), &form).await.leads_to();
        Browser::of(&app, &zoe).post(&format!("{path}/cancel"), &[]).await.leads_to();

        let letters = app.delivered().await;
        let told = |who: &Person| {
            let theirs = letters.iter().rfind(|letter| letter.to == who.email);
            as_typed(&theirs.unwrap().written.text)
        };
        assert!(told(&ana).contains("L’équipe qui organise Rencontre"), "{}", told(&ana));
        assert!(told(&ana).contains("a annulé votre inscription."), "{}", told(&ana));
        assert!(told(&zoe).contains("Votre inscription à Rencontre"), "{}", told(&zoe));
    }

    async fn who_is_not_signed_in_is_told_how_to_find_their_registration(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |event| event.visibility = "public").await;

        Browser::of_nobody(&app).get(&format!("/events/{event}")).await.says("Déjà inscrit·e ?");
    }

    async fn one_s_own_space_names_the_hours_that_are_still_to_be_chosen(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let one = app.session(event, 0, Some(5)).await.to_string();
        app.session(event, 0, Some(5)).await;
        let path = format!("/events/{event}");
        let mut browser = Browser::of(&app, &ana);
        browser.post(&format!("{path}/register"), &[]).await.leads_to();

        browser.get("/me").await.says("Il vous reste à choisir un atelier à 9 h");
        browser.post(&format!("{path}/sessions/choose"), &[("session", &one)]).await.leads_to();
        browser.get("/me").await.is_silent_about("Il vous reste à choisir");
    }

    async fn a_month_says_of_each_meeting_how_one_stands(app: App) {
        let network = app.network("cybanjou").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let full = app.event(network, |event| event.on_site = Some(1)).await;
        let decided = app.event(network, |event| event.needs_approval = true).await;
        let (mut first, mut second) = (Browser::of(&app, &ana), Browser::of(&app, &zoe));
        first.post(&format!("/events/{full}/register"), &[]).await.leads_to();
        let month = "/calendar?month=2026-10";
        first.get(month).await.says("<strong>inscrit·e</strong>");

        second.post(&format!("/events/{full}/register"), &[]).await.leads_to();
        second.post(&format!("/events/{decided}/register"), &[]).await.leads_to();
        first.post(&format!("/events/{full}/excuse"), &[("reason", "Grippe")]).await.leads_to();

        let shown = second.get(month).await;
        shown.is_silent_about("inscrit·e");
        shown.says("<strong>sur liste d’attente</strong>");
        shown.says("<strong>en attente de réponse</strong>");
        let shown = first.get(month).await;
        shown.is_silent_about("inscrit·e");
        shown.says("<strong>excusé·e</strong>");
        first.get("/calendar?view=list").await.says("Excusé·e");
    }

    async fn who_has_no_place_reads_what_leaving_does(app: App) {
        let network = app.network("cybanjou").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let full = app.event(network, |event| event.on_site = Some(1)).await;
        let decided = app.event(network, |event| event.needs_approval = true).await;
        let agenda = app.event(network, |_| {}).await;
        let one = app.session(agenda, 0, Some(1)).await.to_string();
        app.session(agenda, 0, None).await;
        let (mut first, mut second) = (Browser::of(&app, &ana), Browser::of(&app, &zoe));
        for browser in [&mut first, &mut second] {
            for event in [full, decided, agenda] {
                browser.post(&format!("/events/{event}/register"), &[]).await.leads_to();
            }
            let choose = format!("/events/{agenda}/sessions/choose");
            browser.post(&choose, &[("session", &one)]).await.leads_to();
        }
        let goes_on = "Votre place sera aussitôt proposée à la personne suivante.";

        first.get(&format!("/events/{full}")).await.says(goes_on);
        first.get(&format!("/events/{agenda}")).await.says("Ne plus y participer");
        let waits = second.get(&format!("/events/{full}")).await;
        waits.says("Vous quitterez la liste d’attente.");
        waits.is_silent_about(goes_on);
        second.get(&format!("/events/{decided}")).await.says("Votre demande sera retirée.");
        let waits = second.get(&format!("/events/{agenda}")).await;
        waits.says("Quitter sa liste d’attente");
        waits.is_silent_about("Ne plus y participer");
    }

    async fn a_meeting_that_is_over_says_whether_one_was_there(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let walk_in = app.member_of(network, "Max").await;
        let event = app.event(network, |_| {}).await;
        let path = format!("/events/{event}");
        for person in [&ana, &zoe] {
            Browser::of(&app, person).post(&format!("{path}/register"), &[]).await.leads_to();
        }
        app.clock.advance(TimeDelta::days(31));
        let after = async |person: &Person| {
            Browser::of(&app, &app.signs_in_again(person).await).get(&path).await
        };
        let silent = after(&ana).await;
        silent.says("Vous étiez inscrit·e.");
        silent.is_silent_about("Vous êtes inscrit·e.");
        silent.is_silent_about("Confirmée");

        let mut team = Browser::of(&app, &app.signs_in_again(&lead).await);
        for (person, state) in [(&ana, "absent"), (&zoe, "present"), (&walk_in, "present")] {
            let id = person.id.to_string();
            let form = [("session", ""), ("memberId", &*id), ("state", state)];
            team.post(&format!("{path}/attendance/record"), &form).await.leads_to();
        }

        let absent = after(&ana).await;
        absent.says("L’équipe a noté votre absence.");
        absent.says("Absent·e");
        absent.is_silent_about("Vous étiez inscrit·e.");
        after(&zoe).await.says("Vous y étiez.");
        after(&walk_in).await.says("Vous y étiez.");
    }

    async fn who_never_said_their_name_is_asked_for_it(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &ana);
        browser.get("/me").await.is_silent_about("Comment vous appelez-vous ?");

        app.write(
            "update member set first_name = '', last_name = '—' where id = ?",
            vec![ana.id.into()],
        ).await;

        let shown = browser.get("/me").await;
        shown.says("Comment vous appelez-vous ?");
        assert!(!shown.body.contains("Bonjour —"));
        assert!(!browser.get("/me/profile").await.body.contains("value=\"—\""));
    }

    async fn who_is_not_expected_or_comes_too_late_is_told_so(app: App) {
        let network = app.network("cybanjou").await;
        let ana = app.member_of(network, "Ana").await;
        let stranger = app.person("Zoé").await;
        let event = app.event(network, |_| {}).await;
        let path = format!("/events/{event}");
        let mut browser = Browser::of(&app, &ana);

        browser.get(&path).await.is_silent_about("Je ne pourrai pas venir");
        let refused = browser.post(&format!("{path}/excuse"), &[("reason", "Non")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Vous n’êtes ni inscrit·e ni invité·e.");
        let hidden = Browser::of(&app, &stranger).post(&format!("{path}/excuse"), &[]).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);

        browser.post(&format!("{path}/register"), &[]).await.leads_to();
        app.clock.advance(TimeDelta::days(31));
        let mut browser = Browser::of(&app, &app.signs_in_again(&ana).await);
        browser.get(&path).await.is_silent_about("Prévenir de mon absence");
        let late = browser.post(&format!("{path}/excuse"), &[("reason", "Trop tard")]).await;
        late.says("Cette rencontre est passée.");
        assert_eq!(app.count("attendance").await, 0);
    }
}
