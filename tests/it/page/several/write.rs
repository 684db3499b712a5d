//! Letters and invitations to several people at once.

use poem::http::StatusCode;

use super::{CHOSEN, INVITE, MEMBERS, WRITE, offered};
use crate::support::{Browser, on_both};

on_both! {
    async fn a_lead_writes_to_several_and_invites_them_after_a_look(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let zoe = app.member_of(network, "Zoé").await;
        Browser::of(&app, &zoe).post("/me/letters/save", &[]).await.leads_to();
        let event = app.event(network, |_| {}).await.to_string();
        let mut browser = Browser::of(&app, &lead);
        let all = browser.get(&format!("{CHOSEN}?all=yes")).await;
        all.says("Agir pour 3 personnes");
        let list = browser.get(MEMBERS).await;
        let (one, two) = (offered(&list, "Marie Essai"), offered(&list, "Zoé Essai"));
        let message = |subject, step| [("memberships", one.as_str()), ("memberships", two.as_str()),
            ("subject", subject), ("body", "Rendez-vous à 9 h"), ("step", step),
            ("seen", "subject=Samedi&body=Rendez-vous+%C3%A0+9+h")];

        let refused = browser.post(WRITE, &message("", "preview")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Rendez-vous à 9 h");
        let look = browser.post(WRITE, &message("Samedi", "preview")).await;
        look.says("Une personne recevrait un courriel");
        look.says("ne reçoit pas de messages");
        look.says("Un courriel parti ne se rappelle pas.");
        browser.confirm(WRITE, &message("Samedi", "do")).await.leads_to();
        for step in ["preview", "do"] {
            let repeated = browser.post(WRITE, &message("Samedi", step)).await;
            assert_eq!(repeated.status, StatusCode::OK);
            repeated.says("Personne ne recevrait de courriel");
            repeated.says("a déjà reçu ce courriel aujourd’hui");
            repeated.says("Aucun courriel ne part.");
            repeated.is_silent_about("ne se rappelle pas");
            repeated.is_silent_about("Envoyer les courriels");
        }
        let guests = |step| [("memberships", one.as_str()), ("eventId", event.as_str()),
            ("word", ""), ("step", step)];
        browser.post(INVITE, &guests("preview")).await
            .says("recevra l’invitation");
        browser.confirm(INVITE, &guests("do")).await.leads_to();

        let expected = [format!("invited_to_event {}", marie.email),
            format!("member_message {}", marie.email)];
        assert_eq!(app.letters().await, expected);
        let sent = browser.get("/networks/cybanjou/letters").await;
        sent.says("Message à des membres");
        sent.is_silent_about(">member_message");
    }
}
