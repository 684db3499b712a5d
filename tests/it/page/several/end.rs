//! Ends of several memberships at once.

use poem::http::StatusCode;

use super::{CHOSEN, END, RESTORE, lead_and_marie, looks_at, nora_and_lila, value};
use crate::support::{Browser, on_both};

on_both! {
    async fn a_lead_who_ends_their_own_membership_too_is_led_to_a_page_they_may_see(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let (mut browser, nora, lila) = nora_and_lila(&app, network, &lead).await;
        let form = [("memberships", nora.as_str()), ("memberships", lila.as_str()),
            ("reason", "Fin de mission"), ("subject", "Objet du mois")];
        let preview: Vec<_> = form.iter().copied().chain([("step", "preview")]).collect();

        let look = browser.post(END, &preview).await;
        look.says("Vous ne piloterez plus ce réseau : vous ne pourrez pas l’annuler.");
        let done = browser.confirm(END, &form).await;
        assert_eq!(done.leads_to(), "/networks/cybanjou?done=memberships-ended");
        let after = browser.follow(&done).await;

        assert_eq!(after.status, StatusCode::OK);
        after.says("C’est noté : la date de fin est enregistrée.");
        after.is_silent_about("Annuler et rétablir");
        assert_eq!(app.count("membership where ended_on is null").await, 1);
    }

    async fn another_end_says_which_was_planned_and_gives_it_back(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let end = |on, step| [("memberships", marie.as_str()), ("on", on), ("reason", ""),
            ("step", step)];
        let on = async |day: &str| {
            app.count(&format!("membership where ended_on = '{day}' and ending = 'removed'")).await
        };

        browser.confirm(END, &end("2026-12-31", "do")).await.leads_to();
        let look = browser.post(END, &end("2026-11-01", "preview")).await;
        look.says("au lieu de la fin prévue le");
        look.says("31 décembre 2026");
        look.says("Vous pourrez l’annuler ensuite.");
        browser.confirm(END, &end("2026-11-01", "do")).await.leads_to();
        assert_eq!((on("2026-12-31").await, on("2026-11-01").await), (0, 1));
        // Whose membership can come back is named.
        let chosen = browser.get(&format!("{CHOSEN}?memberships={marie}")).await;
        chosen.says("celle de : Marie Essai (jusqu’au 1er novembre 2026).");
        browser.post(RESTORE, &[("memberships", &marie)]).await.leads_to();

        assert_eq!((on("2026-12-31").await, on("2026-11-01").await), (1, 0));
    }

    async fn what_a_transfer_was_to_begin_ends_for_good_and_says_so(app: App) {
        let department = app.network("cybanjou").await;
        let here = app.network_below(Some(department), "saumurois").await;
        let there = app.network_below(Some(department), "choletais").await.to_string();
        let lead = app.lead_of(department, "Ana").await;
        let marie = app.member_of(here, "Marie").await;
        let person = format!("/members/{}", marie.id);
        let mut browser = Browser::of(&app, &lead);
        let named = value(&browser.get(&person).await, "membershipId");
        let form = [("act", "transfer"), ("membershipId", named.as_str()),
            ("toNetworkId", there.as_str()), ("on", "2027-01-15"), ("reason", "")];
        browser.post(&format!("{person}/memberships/transfer"), &form).await.leads_to();
        let ahead = value(&browser.get(&person).await, "membershipId");
        let end = |id, step| [("memberships", id), ("on", ""), ("reason", ""), ("step", step)];

        let refused = browser.post(END, &end(named.as_str(), "preview")).await;
        refused.says("Aucune adhésion ne prendrait fin");
        refused.says("Un changement de réseau est annoncé");
        // The way that stands there is named.
        refused.says("« Garder ces adhésions »");
        refused.says(">Garder ces adhésions</button>");
        refused.is_silent_about("sur la page de la personne");
        let look = browser.post(END, &end(ahead.as_str(), "preview")).await;
        look.says("Une adhésion prendrait fin");
        look.says("et ne pourra pas être rétablie");
        look.is_silent_about("Vous pourrez l’annuler");
        let done = browser.confirm(END, &end(ahead.as_str(), "do")).await;
        assert_eq!(done.status, StatusCode::OK);
        done.says("C’est noté pour une adhésion");
        done.is_silent_about("Annuler et rétablir");
    }

    async fn ending_says_to_whom_keeps_the_last_lead_and_is_undone(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let (mut browser, [ana, marie]) = looks_at(&app, &lead, ["Ana", "Marie"]).await;
        let form = |step| [("memberships", ana.as_str()), ("memberships", marie.as_str()),
            ("reason", "Fin de mission"), ("step", step)];

        let look = browser.post(END, &form("preview")).await;
        look.says("Une adhésion prendrait fin");
        look.says("Ce réseau n’aurait plus de pilote.");
        look.says("Fin de mission");
        let running = "membership where ended_on is null";
        assert_eq!(app.count(running).await, 2);
        let wrong = [("memberships", marie.as_str()), ("on", "hier"), ("reason", "Fin"),
            ("step", "do")];
        let refused = browser.post(END, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Fin");
        let done = browser.confirm(END, &form("do")).await;
        assert_eq!(done.status, StatusCode::OK);
        done.says("Ce réseau n’aurait plus de pilote.");
        done.says("Annuler et rétablir");
        assert_eq!(app.count(running).await, 1);
        browser.get("/networks/cybanjou/members?state=over").await.says("Marie Essai");
        browser.post(RESTORE, &[("memberships", &marie)]).await.leads_to();

        assert_eq!(app.count(running).await, 2);
        assert_eq!(app.count("audit_line where action = 'membership.restore'").await, 1);
    }
}
