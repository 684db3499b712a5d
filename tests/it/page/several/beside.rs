//! What was typed for one act for several people stays, whatever else is done for them.

use poem::http::StatusCode;

use super::{CHANGE, CHOSEN, END, RESTORE, WRITE, lead_and_marie, seen, value};
use crate::support::on_both;

on_both! {
    async fn what_was_typed_for_another_act_stays_after_the_act_and_its_way_back(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let organisers = "membership where role = 'organiser' and ended_on is null";
        let form = |step, seen| [("memberships", marie.as_str()), ("role", "organiser"),
            ("subject", "Objet du mois"), ("body", "Bonjour"), ("step", step), ("seen", seen)];

        let look = browser.post(CHANGE, &form("preview", "")).await;
        let looked = seen(&look);
        let done = browser.post(CHANGE, &form("do", &looked)).await;
        assert_eq!(done.status, StatusCode::OK);
        done.says("Les rôles sont changés, et cela peut encore être annulé");
        done.says("Ce que vous avez saisi d’autre est resté dans le formulaire.");
        done.says("Agir pour une personne");
        // The role is given, and is not asked for again.
        done.is_silent_about("value=\"organiser\" selected");
        assert_eq!(app.count(organisers).await, 1);
        // The membership of now is chosen, and the one of before comes back.
        let (now, before) = (value(&done, "memberships"), value(&done, "undone"));
        assert!(before.starts_with(&*marie) && now != marie, "{now} {before}");
        let write = |step, seen| [("memberships", now.as_str()), ("undone", before.as_str()),
            ("subject", "Objet du mois"), ("body", "Bonjour"), ("step", step), ("seen", seen)];
        let look = browser.post(WRITE, &write("preview", "")).await;
        look.says("Une personne recevrait un courriel");
        let undone = browser.post(RESTORE, &write("", "")).await;
        assert_eq!(undone.status, StatusCode::OK);
        undone.says("C’est rétabli.");
        undone.is_silent_about("Annuler et rétablir");

        for shown in [&done, &look, &undone] {
            shown.says("value=\"Objet du mois\"");
            shown.says(">Bonjour</textarea>");
        }
        look.says("Annuler et rétablir");
        assert_eq!(app.count(organisers).await, 0);
        assert!(app.letters().await.is_empty());
    }

    async fn what_was_typed_for_another_act_stays_after_a_letter_left(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let form = |step, seen| [("memberships", marie.as_str()), ("subject", "Objet du mois"),
            ("body", "Bonjour"), ("reason", "Fin de mission"), ("step", step), ("seen", seen)];

        let looked = seen(&browser.post(WRITE, &form("preview", "")).await);
        let sent = browser.post(WRITE, &form("do", &looked)).await;

        assert_eq!(sent.status, StatusCode::OK);
        sent.says("Les courriels partent.");
        sent.says(">Fin de mission</textarea>");
        sent.is_silent_about("value=\"Objet du mois\"");
        assert_eq!(app.letters().await.len(), 1);
    }

    async fn what_was_typed_stays_when_memberships_are_kept(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let end = |step, seen| [("memberships", marie.as_str()), ("on", "2027-06-30"),
            ("reason", ""), ("step", step), ("seen", seen)];
        let looked = seen(&browser.post(END, &end("preview", "")).await);
        browser.post(END, &end("do", &looked)).await.leads_to();

        // The button belongs to the one form of the page, so that what is typed goes along.
        let chosen = browser.get(&format!("{CHOSEN}?memberships={marie}")).await;
        assert_eq!(chosen.body.matches("action=\"/networks/cybanjou/members/chosen/").count(),
            chosen.body.matches("formaction=\"/networks/cybanjou/members/chosen/").count() + 1);
        chosen.says(&format!("form=\"actes\" formaction=\"{RESTORE}\""));
        assert_eq!(value(&chosen, "restorable"), marie);
        let form = [("memberships", marie.as_str()), ("restorable", marie.as_str()),
            ("subject", "Objet du mois"), ("body", "Bonjour")];
        let kept = browser.post(RESTORE, &form).await;

        assert_eq!(kept.status, StatusCode::OK);
        kept.says("C’est rétabli.");
        kept.says("value=\"Objet du mois\"");
        kept.says(">Bonjour</textarea>");
        assert_eq!(app.count("membership where ended_on is null").await, 2);
    }

    async fn beside_what_was_typed_the_way_back_says_until_when_it_is_open(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let end = [("memberships", marie.as_str()), ("on", "2027-06-30"), ("reason", ""),
            ("subject", "Objet du mois")];

        let done = browser.confirm(END, &end).await;

        assert_eq!(done.status, StatusCode::OK);
        assert!(value(&done, "undone").starts_with(&*marie));
        done.says("value=\"Objet du mois\"");
        done.says("Rétablir garde ces adhésions : la fin prévue ne compte plus.");
        done.says("C’est possible jusqu’à trente jours après cette fin");
        done.is_silent_about("C’est possible pendant trente jours");
    }

    async fn the_enter_key_looks_at_what_is_filled_in_and_does_nothing(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let shown = browser.get(&format!("{CHOSEN}?memberships={marie}")).await;
        let form = "<form id=\"actes\" method=\"post\" action=\"";
        let (_, after) = shown.body.split_once(form).unwrap();
        let action = after.split('"').next().unwrap();
        let form = |subject| [("memberships", marie.as_str()), ("role", ""), ("localRole", ""),
            ("on", "2027-06-30"), ("reason", ""), ("subject", subject), ("body", ""),
            ("step", "enter")];

        let look = browser.post(action, &form("")).await;
        look.says("Une adhésion prendrait fin");
        let unsaid = browser.post(action, &form("Objet du mois")).await;
        assert_eq!(unsaid.status, StatusCode::OK);
        unsaid.says("Rien n’est encore fait");
        unsaid.is_silent_about("id=\"apercu\"");
        unsaid.says("value=\"2027-06-30\"");
        unsaid.says("value=\"Objet du mois\"");

        assert_eq!(app.count("membership where ended_on is null").await, 2);
    }
}
