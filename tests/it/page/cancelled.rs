//! A meeting that was cancelled asks nobody for anything, and takes nothing any more.

use domain::id::EventId;
use poem::http::StatusCode;

use crate::support::{App, Browser, Person, on_both};

/// Its team cancels this meeting for good.
pub(super) async fn cancelled(app: &App, lead: &Person, event: EventId) {
    let sure = [("reason", "Neige"), ("isSure", "yes")];
    Browser::of(app, lead).post(&format!("/events/{event}/call-off"), &sure).await.leads_to();
}

on_both! {
    async fn a_place_that_was_offered_is_not_to_be_taken_any_more(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let event = app.event(network, |event| event.on_site = Some(1)).await;
        let path = format!("/events/{event}");
        let (mut first, mut second) = (Browser::of(&app, &ana), Browser::of(&app, &zoe));
        first.post(&format!("{path}/register"), &[]).await.leads_to();
        second.post(&format!("{path}/register"), &[]).await.leads_to();
        first.post(&format!("{path}/cancel"), &[]).await.leads_to();
        second.get("/me").await.says("Elle vous est gardée jusqu’au");
        second.get(&path).await.says("Prendre la place");

        cancelled(&app, &lead, event).await;

        let space = second.get("/me").await;
        space.is_silent_about("Elle vous est gardée");
        space.is_silent_about("À répondre vite");
        space.says("Annulée");
        let shown = second.get(&path).await;
        shown.is_silent_about("Prendre la place");
        shown.is_silent_about("Laisser la place");
        shown.is_silent_about("elle vous est gardée");
        shown.says("Vous n’avez plus rien à faire.");
        let late = second.post(&format!("{path}/offer/accept"), &[]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.is_silent_about("Prendre la place");
    }

    async fn who_had_a_place_chooses_and_answers_nothing_any_more(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let ana = app.member_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let session = app.session(event, 0, Some(5)).await.to_string();
        app.session(event, 0, Some(5)).await;
        let path = format!("/events/{event}");
        let mut own = Browser::of(&app, &ana);
        own.post(&format!("{path}/register"), &[]).await.leads_to();
        app.question(event, "text", false).await;
        let before = own.get(&path).await;
        for words in ["Confirmée", "Il reste 5 places", "Choisir<", "Annuler mon inscription",
            "Mes réponses aux questions"] {
            before.says(words);
        }

        cancelled(&app, &lead, event).await;

        let shown = own.get(&path).await;
        for words in ["Confirmée", "Il reste 5 places", "Choisir<", "Annuler mon inscription",
            "Mes réponses aux questions", "Atelier à choisir", "Prévenir de mon absence"] {
            shown.is_silent_about(words);
        }
        shown.says("Vous étiez inscrit·e. Vous n’avez plus rien à faire.");
        let late = own.post(&format!("{path}/sessions/choose"), &[("session", &session)]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.says("Cette rencontre est annulée.");
        assert_eq!(app.count("session_choice").await, 0);
        let space = own.get("/me").await;
        space.says("Annulée");
        space.is_silent_about(">Confirmée<");
        own.get("/calendar?view=list").await.is_silent_about(">Confirmée<");
    }

    async fn its_team_has_no_form_left_that_would_only_be_refused(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;
        app.session(event, 0, Some(5)).await;
        app.question(event, "text", false).await;
        let path = format!("/events/{event}");
        let mut team = Browser::of(&app, &lead);
        team.get(&format!("{path}/agenda")).await.says("/agenda/create");
        team.get(&format!("{path}/questions")).await.says("/questions/create");
        team.get(&format!("{path}/invite")).await.says("/invite/send");

        cancelled(&app, &lead, event).await;

        for (page, forms) in [
            ("agenda", ["/agenda/create", "/agenda/save", "/agenda/remove"]),
            ("questions", ["/questions/create", "/questions/save", "/questions/remove"]),
            ("invite", ["/invite/send", "publiez", "Qui inviter"]),
            ("attendance", ["/attendance/record", "Les présences se notent", "venue sans être"]),
        ] {
            let shown = team.get(&format!("{path}/{page}")).await;
            shown.says("Cette rencontre est annulée : elle ne se modifie plus.");
            for form in forms {
                shown.is_silent_about(form);
            }
        }
        let session = [("title", "Bilan"), ("startsAt", "2026-10-07T10:00"),
            ("endsAt", "2026-10-07T11:00")];
        let question = [("prompt", "Repas ?"), ("kind", "text")];
        let late = [
            team.post(&format!("{path}/agenda/create"), &session).await,
            team.post(&format!("{path}/questions/create"), &question).await,
        ];
        for refused in late {
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.says("Cette rencontre est annulée.");
        }
    }

    async fn a_place_at_a_meeting_that_is_put_off_is_taken_when_its_date_is_known(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let (ana, zoe) = (app.member_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let event = app.event(network, |event| {
            event.mode = "online";
            event.online = Some(1);
        }).await;
        let path = format!("/events/{event}");
        let (mut first, mut second) = (Browser::of(&app, &ana), Browser::of(&app, &zoe));
        first.post(&format!("{path}/register"), &[]).await.leads_to();
        second.post(&format!("{path}/register"), &[]).await.leads_to();
        first.post(&format!("{path}/cancel"), &[]).await.leads_to();
        let mut team = Browser::of(&app, &lead);

        let sure = [("reason", "Neige"), ("isSure", "yes")];
        team.post(&format!("{path}/postpone"), &sure).await.leads_to();

        second.get("/me").await.is_silent_about("À répondre vite");
        let shown = second.get(&path).await;
        shown.is_silent_about("Prendre la place");
        shown.says("vous pourrez la prendre quand la nouvelle date sera annoncée");
        shown.says("Laisser la place");
        team.post(&format!("{path}/publish"), &[]).await.leads_to();
        second.get(&path).await.says("Prendre la place");
    }
}
