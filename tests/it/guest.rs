//! Asking people to a meeting by a pasted list of their addresses: each line has its answer, and none is lost.

use std::fmt::Write as _;

use domain::{id::EventId, membership::Role};
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{App, Browser, Person, on_both};

async fn invite(app: &App, lead: &Person, event: EventId, list: &str, is_dry_run: bool) -> Value {
    let document = "mutation($input: EventInviteInput!) { eventInvite(input: $input) {
        invitedCount entries { position line raw name email outcome flaw member { id } }
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
        shown.says("40 personnes recevront un courriel");
        shown.says("12 personnes ne sont pas encore membres");
        assert_eq!(shown.body.matches("<td data-label=\"Résultat\">").count(), 54);
        shown.says("Pas d’adresse lisible");
        shown.says("Déjà plus haut dans la liste");
        shown.says("nouvelle11@exemple.test");
        assert_eq!(app.count("outbox").await, 0);

        let (_, once) = shown.body.split_once("name=\"once\" value=\"").unwrap();
        let once = once.split('"').next().unwrap().to_owned();
        let besides = network.to_string();
        let typed = [("once", &*once), ("guests", "addresses"), ("addresses", &*list),
            ("word", "Venez !"), ("besides", &*besides), ("step", "send")];
        let sent = browser.post(&send, &typed).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
        sent.says("52 invitations sont parties");
        sent.says("Invitée dans cybanjou");
        sent.says("Garder ce rapport en CSV");
        let again = browser.post(&send, &typed).await;
        again.says("52 invitations sont parties");
        assert_eq!(app.count("event_invitation").await, 40);
        assert_eq!(app.count("invitation where word = 'Venez !'").await, 12);
        assert_eq!(app.count("outbox where kind = 'invited_to_event'").await, 40);
        assert_eq!(app.count("outbox where kind = 'invited'").await, 12);
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
