//! What others did between the look and the act.

use poem::http::StatusCode;

use super::{CHANGE, END, lead_and_marie, seen, value};
use crate::support::on_both;

on_both! {
    async fn what_was_done_meanwhile_in_another_tab_is_said_though_no_form_is_left(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let end = |step, seen| [("memberships", marie.as_str()), ("on", ""), ("reason", ""),
            ("step", step), ("seen", seen)];
        let change = |step, seen| [("memberships", marie.as_str()), ("role", "organiser"),
            ("localRole", ""), ("step", step), ("seen", seen)];
        let ended = seen(&browser.post(END, &end("preview", "")).await);
        let look = browser.post(CHANGE, &change("preview", "")).await;
        let changed = seen(&look);
        browser.post(END, &end("do", &ended)).await.leads_to();

        let late = [browser.post(END, &end("do", &ended)).await,
            browser.post(CHANGE, &change("do", &changed)).await];

        for refused in late {
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.says("role=\"alert\"");
            refused.says("Marie Essai : ");
        }
    }

    async fn whose_role_changed_since_they_were_chosen_is_looked_at_anew_before_it_is_done(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let end = |id, step, seen| [("memberships", id), ("on", ""), ("reason", "Départ"),
            ("step", step), ("seen", seen)];
        let looked = browser.post(END, &end(&marie, "preview", "")).await;
        let seen = seen(&looked);
        let change = [("memberships", marie.as_str()), ("role", "organiser")];
        browser.confirm(CHANGE, &change).await.leads_to();

        let anew = browser.post(END, &end(&marie, "do", &seen)).await;
        anew.says("Un rôle a changé depuis que vous avez choisi ces personnes");
        anew.says("Une adhésion prendrait fin");
        anew.says("animation");
        anew.says(">Départ</textarea>");
        anew.is_silent_about("déjà terminée");
        assert_eq!(app.count("membership where ended_on is null").await, 2);
        let now = value(&anew, "memberships");
        let again = value(&anew, "seen");
        browser.post(END, &end(&now, "do", &again)).await.leads_to();

        assert_eq!(app.count("membership where ended_on is null").await, 1);
    }

    async fn what_was_typed_after_the_look_is_looked_at_before_it_is_done(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let form = |reason, step, seen| [("memberships", marie.as_str()), ("reason", reason),
            ("step", step), ("seen", seen)];

        // What nobody looked at is shown first, whatever the form says.
        let unseen = browser.post(END, &form("Fin", "do", "")).await;
        unseen.says("Une adhésion prendrait fin");
        assert_eq!(app.count("membership where ended_on is null").await, 2);
        let first = seen(&unseen);
        let again = browser.post(END, &form("Retraite", "do", &first)).await;
        again.says("Une adhésion prendrait fin");
        assert_eq!(app.count("membership where ended_on is null").await, 2);
        let second = seen(&again);
        browser.post(END, &form("Retraite", "do", &second)).await.leads_to();

        assert_eq!(app.count("membership where ending_reason = 'Retraite'").await, 1);
    }
}
