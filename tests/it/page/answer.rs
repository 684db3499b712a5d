//! Answering from the letter that asks somebody to an event: one tap on the link, one on the button.

use chrono::TimeDelta;
use domain::{
    database::Sql,
    id::{EventId, NetworkId},
};
use poem::http::{StatusCode, header};
use serde_json::json;

use crate::support::{App, Browser, Person, as_typed, on_both};

/// Asks all members of the network to come, and gives the page that this person's letter opens.
pub(super) async fn asked(app: &App, lead: &Person, event: EventId, person: &Person) -> String {
    let answer = app
        .ask(
            Some(lead),
            "mutation($input: EventInviteInput!) { eventInvite(input: $input) {
                userErrors { code } } }",
            json!({ "input": { "eventId": event.to_string(), "guests": { "everyone": true } } }),
        )
        .await;
    answer.done();
    link_of(app, person).await
}

/// Where the last letter to this person leads.
async fn link_of(app: &App, person: &Person) -> String {
    let letters = app.delivered().await;
    let letter = letters.iter().rfind(|letter| letter.to == person.email).unwrap();
    let begin = letter.written.text.find("/events/").unwrap();
    letter.written.text[begin..].split_whitespace().next().unwrap().to_owned()
}

pub(super) async fn house(app: &App) -> (NetworkId, Person, Person) {
    let network = app.network("cybanjou").await;
    (network, app.lead_of(network, "Olga").await, app.member_of(network, "Lila").await)
}

on_both! {
    async fn a_mediator_registers_from_the_letter_in_two_taps(app: App) {
        let (network, lead, lila) = house(&app).await;
        let event = app.event(network, |event| event.visibility = "hosts").await;
        let path = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);

        let shown = phone.get(&path).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        shown.says("Vous êtes Lila Essai");
        shown.says("Vous n’êtes pas Lila Essai ?");
        shown.says(">M’inscrire</button>");
        shown.says("Je ne pourrai pas venir");
        shown.is_silent_about(&lila.email);
        assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(app.count("registration").await, 0, "looking does not answer");
        assert_eq!(phone.get(&path).await.status, StatusCode::OK);
        assert_eq!(app.count("registration").await, 0);

        let sent = phone.post(&format!("{path}/register"), &[]).await;
        assert_eq!(sent.leads_to(), format!("{path}?done=registered#inscription"));
        assert!(phone.cookies.is_empty(), "the link signs nobody in");
        phone.follow(&sent).await.says("Vous êtes inscrit·e.");
        // A second click finds it done.
        let again = phone.post(&format!("{path}/register"), &[]).await;
        assert_eq!(again.leads_to(), sent.leads_to());

        assert_eq!(app.count("registration where state = 'confirmed'").await, 1);
        assert_eq!(
            app.count("audit_line where action = 'registration.create' and door = 'letter'").await,
            1
        );
        let told = app.delivered().await;
        assert_eq!(told.iter().filter(|letter| letter.to == lila.email).count(), 1);
        // The link opens no other page.
        let page = phone.get(&format!("/events/{event}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    }

    async fn what_is_not_settled_is_said_before_the_button(app: App) {
        let (network, lead, lila) = house(&app).await;
        let event = app.event(network, |_| {}).await;
        let path = asked(&app, &lead, event, &lila).await;
        let head = async || {
            let shown = Browser::of_nobody(&app).get(&path).await;
            shown.body.split("id=\"inscription\"").next().unwrap().to_owned()
        };

        let settled = head().await;
        let open = "update event set is_date_tentative = true, is_venue_tentative = true, \
            venue = 'Angers' where id = ?";
        app.write(open, vec![event.into()]).await;
        let unsettled = head().await;

        for words in ["Date à confirmer", "Lieu à confirmer"] {
            assert!(!settled.contains(words), "{settled}");
            assert!(unsettled.contains(words), "{unsettled}");
        }
    }

    async fn the_link_asks_all_that_the_event_asks(app: App) {
        let (network, lead, lila) = house(&app).await;
        let event = app.event(network, |event| event.mode = "both").await;
        let one = app.session(event, 0, Some(5)).await.to_string();
        app.session(event, 0, Some(5)).await;
        let question = format!("answer-{}", app.question(event, "text", false).await);
        let path = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);

        let shown = phone.get(&path).await;
        shown.says("Comment venez-vous ?");
        shown.says("Quel text ?");
        // What one must say stands above the button, what one may say below it.
        let place = |words: &str| shown.body.find(words).unwrap();
        assert!(place("name=\"attends\"") < place(">M’inscrire</button>"));
        assert!(place(&format!("name=\"{question}\"")) < place(">M’inscrire</button>"));
        assert!(place(">M’inscrire</button>") < place("name=\"round-1\""));
        assert!(place("name=\"round-1\"") < place("Envoyer avec mes choix"));
        let typed = [("attends", "online"), ("round-1", &*one), (&*question, " ")];
        let refused = phone.post(&format!("{path}/register"), &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("<title>Erreur : Votre réponse");
        refused.says(&format!("href=\"#register-{question}\""));
        refused.says(&format!("id=\"register-{question}-erreur\""));
        refused.says("value=\"online\" checked");
        refused.says(&format!("value=\"{one}\" checked"));

        let typed = [("attends", "online"), ("round-1", &*one), (&*question, "Du thé")];
        phone.post(&format!("{path}/register"), &typed).await.leads_to();
        assert_eq!(app.count("session_choice where state = 'confirmed'").await, 1);
        let shown = phone.get(&path).await;
        shown.says("En ligne");
        shown.is_silent_about("Du thé");
        shown.says("Vos réponses aux questions sont enregistrées.");
    }

    async fn who_answered_no_question_by_the_link_is_not_told_that_they_did(app: App) {
        let (network, lead, lila) = house(&app).await;
        let event = app.event(network, |_| {}).await;
        app.question(event, "text", false).await;
        app.write("update question set is_required = false", vec![]).await;
        let path = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);

        phone.post(&format!("{path}/register"), &[]).await.leads_to();

        let shown = phone.get(&path).await;
        shown.is_silent_about("Vos réponses aux questions sont enregistrées.");
        shown.says("L’équipe pose des questions aux personnes inscrites");
    }

    async fn by_the_link_one_cancels_what_it_made_or_says_no(app: App) {
        let (network, lead, lila) = house(&app).await;
        let event = app.event(network, |_| {}).await;
        let path = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);

        let silent = phone.post(&format!("{path}/excuse"), &[("reason", "")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        silent.says("id=\"excuse-reason-erreur\"");
        let sent = phone.post(&format!("{path}/excuse"), &[("reason", "En formation")]).await;
        let shown = phone.follow(&sent).await;
        shown.says("Vous avez prévenu que vous ne viendrez pas.");
        shown.is_silent_about("En formation");
        phone.post(&format!("{path}/register"), &[]).await.leads_to();
        assert_eq!(app.count("attendance").await, 0);

        let sent = phone.post(&format!("{path}/cancel"), &[("reason", "Garde")]).await;
        phone.follow(&sent).await.says("Votre inscription est annulée.");
        assert_eq!(app.count("registration where state = 'cancelled'").await, 1);
        assert_eq!(app.count("audit_line where door = 'letter'").await, 4);
    }

    async fn the_letters_about_what_the_link_made_carry_it_and_those_about_the_rest_do_not(app: App) {
        let (network, lead, lila) = house(&app).await;
        let (event, other) = (app.event(network, |_| {}).await, app.event(network, |_| {}).await);
        let path = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);
        phone.post(&format!("{path}/register"), &[]).await.leads_to();

        assert_eq!(link_of(&app, &lila).await, path);
        phone.post(&format!("{path}/cancel"), &[]).await.leads_to();
        assert_eq!(app.count("registration where state = 'cancelled'").await, 1);
        app.delivered().await;

        asked(&app, &lead, other, &lila).await;
        let own = format!("/events/{other}");
        Browser::of(&app, &lila).post(&format!("{own}/register"), &[]).await.leads_to();
        assert_eq!(link_of(&app, &lila).await, own);
        let closed = phone.get(&own).await;
        assert_eq!(closed.status, StatusCode::NOT_FOUND);
    }

    async fn by_the_link_one_takes_the_place_that_is_offered_and_sees_and_changes_sessions(app: App) {
        let (network, lead, lila) = house(&app).await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let one = app.session(event, 0, Some(5)).await.to_string();
        let two = app.session(event, 0, Some(5)).await.to_string();
        app.session(event, 1, None).await;
        app.session(event, 1, None).await;
        let path = asked(&app, &lead, event, &lila).await;
        let (mut phone, mut first) = (Browser::of_nobody(&app), Browser::of(&app, &ana));
        first.post(&format!("/events/{event}/register"), &[]).await.leads_to();
        phone.get(&path).await.says("Il reste 5 places, selon la liste d’attente de la rencontre");
        phone.post(&format!("{path}/register"), &[("round-1", &one)]).await.leads_to();

        let waits = phone.get(&path).await;
        waits.says("la liste d’attente de la rencontre décide d’abord");
        waits.is_silent_about("Complet : une personne attend</p>");
        first.post(&format!("/events/{event}/cancel"), &[]).await.leads_to();
        phone.get(&path).await.says("prenez d’abord la place proposée à la rencontre");
        assert_eq!(app.count("session_choice where state = 'confirmed'").await, 0);
        let taken = phone.post(&format!("{path}/offer/accept"), &[]).await;
        assert_eq!(taken.leads_to(), format!("{path}?done=offer-accepted#inscription"));

        let shown = phone.follow(&taken).await;
        shown.says("La place est à vous.");
        shown.says("Vous êtes inscrit·e.");
        shown.says("Atelier à choisir");
        assert_eq!(app.count("session_choice where state = 'confirmed'").await, 1);
        let chosen = phone.post(&format!("{path}/sessions/choose"), &[("session", &two)]).await;
        assert_eq!(chosen.leads_to(), format!("{path}?done=session-chosen#programme"));
        let shown = phone.follow(&chosen).await;
        let (before, after) = shown.body.split_once("id=\"le-programme\"").unwrap();
        assert!(after.contains("Votre choix est noté.") && !before.contains("Votre choix est noté."));
        let left = phone.post(&format!("{path}/sessions/leave"), &[("session", &two)]).await;
        phone.follow(&left).await.is_silent_about("Vous y avez une place.");
        assert_eq!(app.count("audit_line where door = 'letter'").await, 5);
    }

    async fn a_seat_that_comes_free_is_told_with_the_link_to_whom_the_link_registered(app: App) {
        let (network, lead, lila) = house(&app).await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let wanted = app.session(event, 0, Some(1)).await.to_string();
        app.session(event, 0, None).await;
        let (path, own) = (asked(&app, &lead, event, &lila).await, format!("/events/{event}"));
        let (mut phone, mut signed_in) = (Browser::of_nobody(&app), Browser::of(&app, &ana));
        phone.post(&format!("{path}/register"), &[]).await.leads_to();
        signed_in.post(&format!("{own}/register"), &[]).await.leads_to();
        let seat = [("session", wanted.as_str())];
        signed_in.post(&format!("{own}/sessions/choose"), &seat).await.leads_to();
        phone.post(&format!("{path}/sessions/choose"), &seat).await.leads_to();
        app.delivered().await;
        let told = async |who: &Person| {
            let letters = app.delivered().await;
            let letter = letters.iter().find(|letter| letter.to == who.email).unwrap();
            as_typed(&letter.written.text)
        };

        signed_in.post(&format!("{own}/sessions/leave"), &seat).await.leads_to();
        let by_letter = told(&lila).await;
        signed_in.post(&format!("{own}/sessions/choose"), &seat).await.leads_to();
        phone.post(&format!("{path}/sessions/leave"), &seat).await.leads_to();
        let by_page = told(&ana).await;

        assert!(by_letter.contains("il suffit pour voir ou changer votre programme, sans vous connecter"), "{by_letter}");
        assert!(by_letter.contains(&path), "{by_letter}");
        assert!(by_page.contains("connectez-vous pour y voir ou changer votre programme"), "{by_page}");
        assert!(!by_page.contains("/letter/"), "{by_page}");
    }

    async fn what_was_answered_by_signing_in_is_out_of_the_links_reach(app: App) {
        let (network, lead, lila) = house(&app).await;
        let event = app.event(network, |_| {}).await;
        let path = asked(&app, &lead, event, &lila).await;
        let own = format!("/events/{event}/register");
        Browser::of(&app, &lila).post(&own, &[]).await.leads_to();
        let mut phone = Browser::of_nobody(&app);

        let shown = phone.get(&path).await;
        shown.says("Vous avez déjà répondu en vous connectant.");
        shown.is_silent_about("Annuler mon inscription");
        for (verb, typed) in
            [("cancel", ""), ("excuse", "Non"), ("offer/accept", ""), ("offer/decline", "")]
        {
            let refused = phone.post(&format!("{path}/{verb}"), &[("reason", typed)]).await;
            assert!(refused.leads_to().starts_with("/auth/email"), "{}", refused.body);
        }
        assert_eq!(app.count("registration where state = 'confirmed'").await, 1);
        assert_eq!(app.count("attendance").await, 0);
    }

    async fn whoever_is_signed_in_here_is_told_for_whom_the_link_answers(app: App) {
        let (network, lead, lila) = house(&app).await;
        let event = app.event(network, |_| {}).await;
        let path = asked(&app, &lead, event, &lila).await;

        let mut browser = Browser::of(&app, &lead);
        browser.get(&path).await.says("Ce navigateur est connecté au nom d’Olga Essai.");
        browser.post(&format!("{path}/register"), &[]).await.leads_to();
        let of_lila = Sql::new(
            "select count(*) from registration where member_id = ?",
            vec![lila.id.into()],
        );
        assert_eq!(of_lila.number(app.server.house.db.read()).await.unwrap(), 1);
        assert_eq!(app.count("registration").await, 1);
        let shown = Browser::of(&app, &lila).get(&path).await;
        assert_eq!(shown.leads_to(), format!("/events/{event}"));
    }

    async fn a_link_that_is_not_whole_or_not_of_this_event_opens_nothing(app: App) {
        let (network, lead, lila) = house(&app).await;
        let (event, other) = (app.event(network, |_| {}).await, app.event(network, |_| {}).await);
        let path = asked(&app, &lead, event, &lila).await;
        let token = path.rsplit('/').next().unwrap();
        let last = if token.ends_with('A') { 'E' } else { 'A' };
        let changed = format!("{}{last}", &token[..token.len() - 1]);
        let mut phone = Browser::of_nobody(&app);

        for wrong in [
            format!("/events/{event}/letter/{changed}"),
            format!("/events/{other}/letter/{token}"),
            format!("/events/{event}/letter/rien"),
        ] {
            let shown = phone.get(&wrong).await;
            assert_eq!(shown.status, StatusCode::NOT_FOUND, "{wrong}");
            shown.says("Ce lien ne permet pas de répondre");
            shown.says("Voir la rencontre");
            let refused = phone.post(&format!("{wrong}/register"), &[]).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        let foreign = phone.post_from("cross-site", &format!("{path}/register"), &[]).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        assert_eq!(app.count("registration").await, 0);
    }

    async fn a_link_ends_with_the_time_to_answer_and_later_for_what_it_made(app: App) {
        let (network, lead, lila) = house(&app).await;
        let closes = app.clock.now() + TimeDelta::days(3);
        let event = app.event(network, |event| event.closes_at = Some(closes)).await;
        let path = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);
        app.clock.advance(TimeDelta::days(4));

        let late = phone.get(&path).await;
        assert_eq!(late.status, StatusCode::GONE);
        late.says("Il n’est plus temps de répondre par ce lien");
        let refused = phone.post(&format!("{path}/register"), &[]).await;
        assert_eq!(refused.status, StatusCode::GONE);
        assert_eq!(app.count("registration").await, 0);
    }

    async fn what_the_link_made_it_takes_back_until_the_event_begins(app: App) {
        let (network, lead, lila) = house(&app).await;
        let closes = app.clock.now() + TimeDelta::days(3);
        let event = app.event(network, |event| event.closes_at = Some(closes)).await;
        let path = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);
        phone.post(&format!("{path}/register"), &[]).await.leads_to();

        app.clock.advance(TimeDelta::days(4));
        phone.get(&path).await.says("Annuler mon inscription");
        phone.post(&format!("{path}/cancel"), &[]).await.leads_to();
        app.clock.advance(TimeDelta::days(27));
        assert_eq!(phone.get(&path).await.status, StatusCode::GONE);
    }

    async fn the_link_of_a_closed_record_or_of_a_former_address_opens_nothing(app: App) {
        let (network, lead, lila) = house(&app).await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let lilas = asked(&app, &lead, event, &lila).await;
        let mut phone = Browser::of_nobody(&app);
        assert_eq!(phone.get(&lilas).await.status, StatusCode::OK);

        app.write(
            "update member set email = 'lila@ailleurs.test', email_key = 'lila@ailleurs.test' \
             where id = ?",
            vec![lila.id.into()],
        ).await;
        assert_eq!(phone.get(&lilas).await.status, StatusCode::NOT_FOUND);

        let again = app.event(network, |_| {}).await;
        let anas = asked(&app, &lead, again, &ana).await;
        assert_eq!(phone.get(&anas).await.status, StatusCode::OK);
        let now = app.clock.now();
        app.write(
            "update member set archived_at = ? where id = ?",
            vec![now.into(), ana.id.into()],
        ).await;
        let shown = phone.get(&anas).await;
        assert_eq!(shown.status, StatusCode::NOT_FOUND);
        shown.says("Ce lien ne permet pas de répondre");
        let refused = phone.post(&format!("{anas}/register"), &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(app.count("registration").await, 0);
    }

    async fn a_reminder_of_the_deadline_carries_the_link_too(app: App) {
        let (network, lead, lila) = house(&app).await;
        let closes = app.clock.now() + TimeDelta::days(20);
        let event = app.event(network, |event| event.closes_at = Some(closes)).await;
        let first = asked(&app, &lead, event, &lila).await;

        for _ in 0..8 {
            app.time_passes(TimeDelta::days(1)).await;
        }
        let second = link_of(&app, &lila).await;
        assert_eq!(second, first);
        let mut phone = Browser::of_nobody(&app);
        phone.post(&format!("{second}/register"), &[]).await.leads_to();
        assert_eq!(app.count("registration where is_by_letter").await, 1);
    }
}
