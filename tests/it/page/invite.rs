//! Addresses that somebody who runs a network pastes, and the invitations that wait.

use poem::http::StatusCode;

use crate::support::{Browser, on_both};

on_both! {
    async fn fifty_four_pasted_addresses_are_looked_at_then_invited(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/invitations";
        let mut pasted: String = (0..48).map(|at| match at % 3 {
            0 => format!("Ana Martin {at} <ana{at}@exemple.test>,"),
            1 => format!("bob{at}@exemple.test; "),
            _ => format!("zoe{at}@exemple.test\r\n"),
        }).collect();
        pasted.push_str("\r\nMarie <marie@exemple.test>\r\nBOB1@exemple.test\r\npas une adresse\r\n\
            a@b\r\nleo@exemple.test\r\nlea@exemple.test");
        let form = |step| [("addresses", pasted.as_str()), ("word", "À bientôt"), ("step", step)];

        let empty = browser.post(&format!("{page}/send"), &[("word", "À bientôt")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.says("À bientôt");
        let look = browser.post(&format!("{page}/send"), &form("preview")).await;
        assert_eq!(look.status, StatusCode::OK);
        look.says("50 personnes recevront un courriel");
        assert_eq!(look.body.matches("<td data-label=\"Résultat\">").count(), 54);
        for words in ["Déjà membre", "Déjà plus haut dans la liste", "Pas d’adresse lisible",
            "Envoyer les 50 invitations", "download="] {
            look.says(words);
        }
        // What is wrong is summed up on top, then comes the button, then the faulty lines, open.
        for words in ["22 lignes collées, 54 entrées", "Sera invitée</span> × 50", "Déjà membre</span> × 1",
            "Pas d’adresse lisible</span> × 1", "<details open><summary>Les lignes à revoir"] {
            look.says(words);
        }
        let at = |words: &str| look.body.find(words).unwrap();
        assert!(at("lisible</span> ×") < at("Envoyer les 50"));
        assert!(at("Envoyer les 50") < at("Les lignes à revoir"));
        let others = at("<details><summary>Les autres lignes");
        assert!(at("<th scope=\"row\">a@b</th>") < others);
        assert!(others < at("Déjà plus haut dans la liste</span></td>"));
        let broken = [("addresses", "paul.dupont@exemple .test"), ("step", "preview")];
        browser.post(&format!("{page}/send"), &broken).await
            .is_silent_about("data-label=\"Nom\">.test");
        assert_eq!(app.count("invitation").await, 0);
        let sent = browser.post(&format!("{page}/send"), &form("send")).await;
        sent.says("50 invitations sont parties");
        assert_eq!(app.count("invitation where state = 'sent'").await, 50);
        assert_eq!(app.count("outbox where kind = 'invited'").await, 50);
        // A second click invites nobody twice.
        browser.post(&format!("{page}/send"), &form("send")).await
            .says("Aucun courriel n’est parti");
        assert_eq!(app.count("invitation").await, 50);
    }

    async fn an_invitation_that_waits_is_sent_again_or_taken_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let elsewhere = app.network("ailleurs").await;
        let other = app.lead_of(elsewhere, "Zoé").await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/invitations";
        let form = [("addresses", "leo@exemple.test"), ("step", "send")];
        browser.post(&format!("{page}/send"), &form).await.says("Une invitation est partie");
        let shown = browser.get(page).await;
        shown.says("leo@exemple.test");
        let at = shown.body.find("name=\"invitationId\" value=\"").unwrap() + 27;
        let id = shown.body[at..].split('"').next().unwrap().to_owned();
        let named = [("invitationId", id.as_str())];

        browser.post(&format!("{page}/resend"), &named).await
            .says("Un courriel est parti à cette adresse il y a moins d’une heure");
        app.clock.advance(chrono::TimeDelta::hours(2));
        browser.post(&format!("{page}/resend"), &named).await.leads_to();
        let stolen = Browser::of(&app, &other)
            .post("/networks/ailleurs/invitations/revoke", &named).await;
        assert_eq!(stolen.status, StatusCode::NOT_FOUND);
        browser.post(&format!("{page}/revoke"), &named).await.leads_to();
        browser.get(page).await.says("Aucune invitation n’attend de réponse");
        browser.get(&format!("{page}?state=revoked")).await.says("leo@exemple.test");
    }

    async fn after_taking_back_twice_the_way_back_says_from_when_it_is_open(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/invitations";
        let form = [("addresses", "leo@exemple.test"), ("step", "send")];
        browser.post(&format!("{page}/send"), &form).await.says("Une ligne collée :");
        let shown = browser.get(page).await;
        let at = shown.body.find("name=\"invitationId\" value=\"").unwrap() + 27;
        let id = shown.body[at..].split('"').next().unwrap().to_owned();
        let named = [("invitationId", id.as_str())];
        let (button, pause) = ("Renvoyer l’invitation", "Renvoi possible à partir de");

        let once = browser.post(&format!("{page}/revoke"), &named).await.leads_to().to_owned();
        let first = browser.get(&once).await;
        first.says(button);
        first.is_silent_about(pause);
        browser.get(&format!("{page}?state=revoked")).await.is_silent_about(pause);
        browser.post(&format!("{page}/resend"), &named).await.leads_to();
        let twice = browser.post(&format!("{page}/revoke"), &named).await.leads_to().to_owned();
        let second = browser.get(&twice).await;
        second.says(pause);
        second.is_silent_about(button);
        let listed = browser.get(&format!("{page}?state=revoked")).await;
        listed.says(pause);
        listed.is_silent_about(">Renvoyer<");
        app.clock.advance(chrono::TimeDelta::hours(2));
        let later = browser.get(&twice).await;
        later.says(button);
        later.is_silent_about(pause);
        browser.post(&format!("{page}/resend"), &named).await.leads_to();
        assert_eq!(app.count("outbox where kind = 'invited'").await, 3);
    }
    async fn what_may_not_be_sent_again_now_says_why_and_has_no_button(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/invitations";
        let form = [("addresses", "leo@exemple.test"), ("step", "send")];
        let (button, pause) = (">Renvoyer<", "Renvoi possible à partir de");
        let another = "Une autre invitation à la même adresse attend sa réponse.";

        browser.post(&format!("{page}/send"), &form).await.says("Une ligne collée :");
        let sent = browser.get(page).await;
        sent.says(pause);
        sent.is_silent_about(button);
        app.clock.advance(chrono::TimeDelta::hours(1));
        let later = browser.get(page).await;
        later.says(button);
        later.is_silent_about(pause);
        let at = later.body.find("name=\"invitationId\" value=\"").unwrap() + 27;
        let id = later.body[at..].split('"').next().unwrap().to_owned();
        let named = [("invitationId", id.as_str())];
        browser.post(&format!("{page}/revoke"), &named).await.leads_to();
        browser.post(&format!("{page}/send"), &form).await.says("Une ligne collée :");
        let revoked = browser.get(&format!("{page}?state=revoked")).await;
        revoked.says(another);
        revoked.is_silent_about(button);
        let refused = browser.post(&format!("{page}/resend"), &named).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn who_came_in_or_wants_no_letter_has_no_button_and_the_page_says_so(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let (paul, zoe) = (app.person("Paul").await, app.person("Zoé").await);
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/invitations";
        let addresses = format!("{}, {}, leo@exemple.test", paul.email, zoe.email);
        let form = [("addresses", addresses.as_str()), ("step", "send")];
        browser.post(&format!("{page}/send"), &form).await.says("3 invitations sont parties");
        app.clock.advance(chrono::TimeDelta::hours(2));
        let before = browser.get(page).await;
        assert_eq!(before.body.matches(">Renvoyer<").count(), 3);

        app.joins(&paul, network, domain::membership::Role::Member, None).await;
        app.write("insert into letter_refusal (member_id, category, created_at) \
            select id, 'invitation', created_at from member where id = ?",
            vec![zoe.id.into()]).await;
        let after = browser.get(page).await;

        after.says("Cette personne est déjà membre du réseau.");
        after.says("cette personne ne veut plus d’invitations");
        assert_eq!(after.body.matches(">Renvoyer<").count(), 1);
        assert_eq!(after.body.matches(">Retirer<").count(), 3);
    }
}
