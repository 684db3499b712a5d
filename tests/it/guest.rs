//! Asking people to a meeting by a pasted list of their addresses: each line has its answer, and none is lost.

use std::fmt::Write as _;

use domain::{id::EventId, membership::Role};
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{App, Browser, Person, on_both};

async fn invite(app: &App, lead: &Person, event: EventId, list: &str, is_dry_run: bool) -> Value {
    let document = "mutation($input: EventInviteInput!) { eventInvite(input: $input) {
        invitedCount withoutLetterCount entries { position line raw name email outcome flaw member { id } }
        userErrors { code field } } }";
    let input = json!({ "eventId": event.to_string(), "guests": { "addresses": list },
        "word": "Venez !", "dryRun": is_dry_run });
    app.ask(Some(lead), document, json!({ "input": input })).await.data()["eventInvite"].clone()
}

fn outcomes(answer: &Value) -> Vec<String> {
    let entries = answer["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["outcome"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn the_api_says_of_each_address_what_becomes_of_it(app: App) {
        let network = app.network("cybanjou").await;
        let apart = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Olga").await;
        app.joins(&lead, apart, Role::Lead, None).await;
        let (lila, ana) =
            (app.member_of(network, "Lila").await, app.member_of(network, "Ana").await);
        let max = app.member_of(apart, "Max").await;
        let stranger = app.person("Zoé").await;
        let event = app.event(network, |event| event.visibility = "hosts").await;
        Browser::of(&app, &ana).post(&format!("/events/{event}/register"), &[]).await.leads_to();
        let list = format!(
            "Lila Essai <{}>, {}; {}\n{}\n{}\nnul@exemple.test\nlila@\n{}",
            lila.email.to_uppercase(), ana.email, max.email, stranger.email, "Jean, rue des Prés",
            lila.email,
        );

        let tried = invite(&app, &lead, event, &list, true).await;
        let expected = [
            "INVITED", "ALREADY_REGISTERED", "CANNOT_SEE", "NOT_MEMBER", "MALFORMED", "NOT_MEMBER",
            "MALFORMED", "DUPLICATE",
        ];
        assert_eq!(outcomes(&tried), expected, "{tried:#}");
        assert_eq!(tried["invitedCount"], 1);
        assert_eq!(tried["entries"][0]["member"]["id"], lila.id.to_string());
        // Whoever pastes an address does not learn whose it is, if they may not know of them.
        assert_eq!(tried["entries"][3]["member"], Value::Null);
        assert_eq!(tried["entries"][4]["flaw"], "NO_ADDRESS");
        assert_eq!(app.count("event_invitation").await, 0);

        let sent = invite(&app, &lead, event, &list, false).await;
        assert_eq!(outcomes(&sent), expected);
        let again = invite(&app, &lead, event, &list, false).await;
        assert_eq!(outcomes(&again)[0], "ALREADY_INVITED");
        assert_eq!(again["invitedCount"], 0);
        assert_eq!(app.count("event_invitation where word = 'Venez !'").await, 1);
        assert_eq!(app.count("outbox where kind = 'invited_to_event'").await, 1);
    }

    async fn who_wants_no_invitations_is_asked_without_a_letter_and_that_is_said(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let (lila, ana) =
            (app.member_of(network, "Lila").await, app.member_of(network, "Ana").await);
        app.member_of(network, "Ida").await;
        let event = app.event(network, |_| {}).await;
        app.write("insert into letter_refusal (member_id, category, created_at) \
            select id, 'invitation', created_at from member where first_name = 'Lila'", vec![]).await;
        app.write("insert into address_refusal (email_key, category, created_at) \
            select email_key, 'invitation', created_at from member where first_name = 'Ida'", vec![]).await;
        let list = format!("{}\n{}", lila.email, ana.email);
        let send = format!("/events/{event}/invite/send");
        let mut browser = Browser::of(&app, &lead);

        let tried = invite(&app, &lead, event, &list, true).await;
        assert_eq!(outcomes(&tried), ["UNREACHABLE", "INVITED"]);
        assert_eq!((&tried["invitedCount"], &tried["withoutLetterCount"]), (&json!(2), &json!(1)));
        let typed = [("guests", "addresses"), ("addresses", &*list), ("step", "preview")];
        let shown = browser.post(&send, &typed).await;
        shown.says("Un membre recevra l’invitation à la rencontre");
        shown.says("Invitée sans courriel");
        let shown = browser.post(&send, &[("guests", "everyone"), ("step", "preview")]).await;
        shown.says("2 personnes recevront un courriel");
        shown.says("2 personnes sont invitées sans courriel");
        let everyone = "mutation($input: EventInviteInput!) { eventInvite(input: $input) {
            invitedCount withoutLetterCount userErrors { code } } }";
        let input = json!({ "eventId": event.to_string(), "guests": { "everyone": true } });
        let answer = app.ask(Some(&lead), everyone, json!({ "input": input })).await;

        assert_eq!(answer.done()["invitedCount"], 4);
        assert_eq!(answer.done()["withoutLetterCount"], 2);
        assert_eq!(app.count("event_invitation").await, 4);
        assert_eq!(app.count("outbox where kind = 'invited_to_event'").await, 2);
        assert_eq!(app.delivered().await.len(), 2);
        // The invitation stands: it is answered where one signs in.
        Browser::of(&app, &lila).get("/me").await.says(&format!("/events/{event}"));
        let again = invite(&app, &lead, event, &list, false).await;
        assert_eq!(outcomes(&again), ["ALREADY_INVITED", "ALREADY_INVITED"]);
    }

    async fn the_api_refuses_an_empty_and_an_endless_list(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;

        let empty = invite(&app, &lead, event, " ,;\n", false).await;
        assert_eq!(empty["userErrors"][0]["code"], "NO_ADDRESS");
        let endless: Vec<_> = (0..501).map(|at| format!("p{at}@exemple.test")).collect();
        let endless = endless.join("\n");
        let endless = invite(&app, &lead, event, &endless, false).await;
        assert_eq!(endless["userErrors"][0]["code"], "TOO_MANY_ADDRESSES");
        assert_eq!(endless["entries"], Value::Null);
    }

    async fn a_lead_pastes_fifty_four_addresses_and_loses_none(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let mut list = String::new();
        for at in 0..40 {
            let person = app.member_of(network, &format!("Membre{at}")).await;
            list.extend([person.email.as_str(), "\n"]);
        }
        for at in 0..12 {
            let _ = write!(list, "Nouvelle {at} <nouvelle{at}@exemple.test>;");
        }
        list.push_str("\npas-une-adresse\nMEMBRE0@exemple.test\n");
        let event = app.event(network, |_| {}).await;
        let page = format!("/events/{event}/invite");
        let send = format!("{page}/send");
        let mut browser = Browser::of(&app, &lead);
        browser.get(&page).await.says("Une liste d’adresses collée");

        let empty = browser.post(&send, &[("guests", "addresses"), ("addresses", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.says("id=\"addresses-erreur\"");
        let typed = [("guests", "addresses"), ("addresses", &*list), ("word", "Venez !"), ("step", "preview")];
        let shown = browser.post(&send, &typed).await;
        assert_eq!(shown.status, StatusCode::OK);
        shown.says("40 membres recevront l’invitation à la rencontre");
        shown.says("12 personnes ne sont pas encore membres");
        assert_eq!(shown.body.matches("<td data-label=\"Résultat\">").count(), 54);
        shown.says("Pas d’adresse lisible");
        shown.says("Déjà plus haut dans la liste");
        shown.says("nouvelle11@exemple.test");
        // As where one invites to a network, the faulty lines come first, open.
        shown.says("<details open><summary>Les lignes à revoir");
        let at = |words: &str| shown.body.find(words).unwrap();
        let others = at("<details><summary>Les autres lignes");
        assert!(at("<th scope=\"row\">pas-une-adresse</th>") < others);
        assert!(others < at("<th scope=\"row\">nouvelle11@exemple.test</th>"));
        assert_eq!(app.count("outbox").await, 0);

        let (_, once) = shown.body.split_once("name=\"once\" value=\"").unwrap();
        let once = once.split('"').next().unwrap().to_owned();
        let besides = network.to_string();
        let typed = [("once", &*once), ("guests", "addresses"), ("addresses", &*list),
            ("word", "Venez !"), ("besides", &*besides), ("step", "send")];
        let sent = browser.post(&send, &typed).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
        sent.says("40 invitations à la rencontre sont parties");
        sent.says("12 invitations à rejoindre cybanjou sont parties aussi");
        sent.says("43 lignes collées, 54 entrées");
        sent.says("Invitée dans cybanjou, puis à la rencontre");
        sent.says("Garder ce rapport en CSV");
        sent.says("<details open><summary>Les lignes à revoir");
        let again = browser.post(&send, &typed).await;
        again.says("40 invitations à la rencontre sont parties");
        assert_eq!(app.count("event_invitation").await, 40);
        assert_eq!(app.count("invitation where word = 'Venez !'").await, 12);
        assert_eq!(app.count("outbox where kind = 'invited_to_event'").await, 40);
        assert_eq!(app.count("outbox where kind = 'invited'").await, 12);
    }

    async fn where_only_strangers_are_pasted_nothing_else_left(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;
        let besides = network.to_string();
        let typed = [("guests", "addresses"), ("addresses", "zoe@exemple.test\nbob@exemple.test"),
            ("besides", &*besides), ("step", "send")];

        let sent = Browser::of(&app, &lead)
            .post(&format!("/events/{event}/invite/send"), &typed).await;

        sent.says("Aucune invitation à la rencontre n’est partie tout de suite");
        sent.says("2 invitations à rejoindre cybanjou sont parties.");
        sent.says("2 lignes collées :");
        sent.is_silent_about("sont parties aussi");
    }

    async fn the_notice_counts_the_invitations_that_leave_and_says_where_none_does(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        app.member_of(network, "Lila").await;
        app.member_of(network, "Ana").await;
        app.write("insert into letter_refusal (member_id, category, created_at) \
            select id, 'invitation', created_at from member where first_name = 'Lila'", vec![]).await;
        let event = app.event(network, |_| {}).await;
        let send = format!("/events/{event}/invite/send");
        let everyone = [("guests", "everyone"), ("step", "send")];
        let mut browser = Browser::of(&app, &lead);

        let sent = browser.post(&send, &everyone).await.leads_to().to_owned();
        browser.get(&sent).await.says("2 invitations partent par courriel.");
        let again = browser.post(&send, &everyone).await.leads_to().to_owned();

        let shown = browser.get(&again).await;
        shown.says("Aucune invitation ne part");
        shown.is_silent_about("invitations partent");
        assert_eq!(app.count("outbox where kind = 'invited_to_event'").await, 2);
    }

    async fn a_pasted_list_is_never_taken_for_another_choice(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let typed = [("guests", "everyone"), ("addresses", "zoe@exemple.test"), ("step", "send")];

        let refused = Browser::of(&app, &lead)
            .post(&format!("/events/{event}/invite/send"), &typed).await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("choisissez « Une liste d’adresses collée »");
        refused.says("zoe@exemple.test</textarea>");
        assert_eq!(app.count("event_invitation").await, 0);
    }

    async fn who_enters_by_a_meeting_s_list_is_invited_to_it_at_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let first = app.event(network, |_| {}).await;
        let second = app.event(network, |_| {}).await;
        let called_off = app.event(network, |_| {}).await;
        let besides = network.to_string();
        let mut browser = Browser::of(&app, &lead);
        for event in [first, second, called_off] {
            let typed = [("guests", "addresses"), ("addresses", "Zoé Neuve <zoe@exemple.test>"),
                ("word", "Venez !"), ("besides", &*besides), ("step", "send")];
            browser.post(&format!("/events/{event}/invite/send"), &typed).await
                .says("Aucune invitation à la rencontre n’est partie tout de suite");
        }
        // One invitation to the network waits, and tells of every meeting.
        assert_eq!(app.count("invitation").await, 1);
        assert_eq!(app.count("event_newcomer").await, 3);
        app.write("update event set state = 'cancelled' where id = ?", vec![called_off.uuid().into()]).await;
        let letters = app.delivered().await;
        assert_eq!(letters.len(), 1);
        let text = &letters[0].written.text;
        assert_eq!(text.matches("C’est aussi pour vous inviter à la rencontre").count(), 2, "{text}");
        let link = text.split_whitespace().find(|word| word.contains("/invitations/")).unwrap();
        let path = link[link.find("/invitations/").unwrap()..].to_owned();
        let mut zoe = Browser::of_nobody(&app);
        zoe.get(&path).await.says("En acceptant, vous serez aussi invité·e à");

        zoe.post(&format!("{path}/accept"), &[]).await.leads_to();

        assert_eq!(app.letters().await.iter().filter(|letter| letter.starts_with("invited_to_event")).count(), 2);
        assert_eq!(app.count("event_invitation where word = 'Venez !'").await, 2);
        assert_eq!(app.count("event_newcomer").await, 0);
        assert_eq!(app.count("audit_line where action = 'event.invite'").await, 5);
        zoe.get("/me").await.says(&format!("/events/{first}"));
    }

    async fn a_meeting_that_nobody_can_come_to_is_not_announced_with_a_network(app: App) {
        let network = app.network("cybanjou").await;
        let apart = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Olga").await;
        app.joins(&lead, apart, domain::membership::Role::Lead, None).await;
        let lead = app.signs_in_again(&lead).await;
        let event = app.event(network, |_| {}).await;
        let over = app.event(network, |_| {}).await;
        let past = Some(crate::support::beginning());
        let late = app.event(network, |event| event.closes_at = past).await;
        let others = app.event(network, |event| {
            event.visibility = "public";
            event.audience = "hosts";
        }).await;
        app.write("update event set state = 'done' where id = ?", vec![over.uuid().into()]).await;
        let invite = "mutation($input: InvitationsCreateInput!) { invitationsCreate(input: $input) {
            entries { outcome } userErrors { code field } } }";
        let input = |network: domain::id::NetworkId, event: EventId| json!({ "input": {
            "networkId": network.to_string(), "eventId": event.to_string(),
            "addresses": "zoe@exemple.test" } });

        let elsewhere = app.ask(Some(&lead), invite, input(apart, event)).await;
        let closed = app.ask(Some(&lead), invite, input(network, over)).await;
        let late = app.ask(Some(&lead), invite, input(network, late)).await;
        let others = app.ask(Some(&lead), invite, input(apart, others)).await;

        assert_eq!(elsewhere.refusals(), ["EVENT_NOT_SHOWN"]);
        assert_eq!(closed.refusals(), ["EVENT_CLOSED"]);
        assert_eq!(late.refusals(), ["EVENT_CLOSED"]);
        assert_eq!(others.refusals(), ["EVENT_NOT_OPEN_TO_NETWORK"]);
        assert_eq!(app.count("invitation").await, 0);
    }

    async fn an_organiser_invites_nobody_to_a_network_that_they_do_not_run(app: App) {
        let network = app.network("cybanjou").await;
        let apart = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;
        let mut browser = Browser::of(&app, &lead);
        let typed = [("guests", "addresses"), ("addresses", "nul@exemple.test"),
            ("besides", &*apart.to_string()), ("step", "send")];

        let sent = browser.post(&format!("/events/{event}/invite/send"), &typed).await;
        sent.says("Pas encore membre");
        assert_eq!(app.count("invitation").await, 0);
    }
}
