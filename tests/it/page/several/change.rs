//! Roles for several people at once.

use domain::membership::Role;
use poem::http::StatusCode;

use super::{CHANGE, CHOSEN, RESTORE, WRITE, lead_marie_and_zoe, looks_at, nora_and_lila};
use crate::support::on_both;

on_both! {
    async fn roles_change_for_several_after_a_look_and_come_back(app: App) {
        let (mut browser, marie, zoe) = lead_marie_and_zoe(&app).await;
        let both = |step| [("memberships", marie.as_str()), ("memberships", zoe.as_str()),
            ("role", "organiser"), ("localRole", "helper"), ("step", step)];

        browser.get(&format!("{CHOSEN}?memberships={marie}&memberships={zoe}")).await
            .says("Agir pour 2 personnes");
        let look = browser.post(CHANGE, &both("preview")).await;
        assert_eq!(look.status, StatusCode::OK);
        look.says("2 personnes changeraient de rôle");
        look.says("membre → animation, aidant·e pour le public");
        look.says("Aucun courriel ne part.");
        assert_eq!(app.count("membership where role = 'organiser'").await, 0);
        let done = browser.confirm(CHANGE, &both("do")).await;
        let after = browser.follow(&done).await;
        after.says("Annuler et rétablir");
        after.says("membre → animation, aidant·e pour le public");
        after.is_silent_about("terminée");
        after.is_silent_about("Agir pour");
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 2);
        let undo = [("memberships", marie.as_str()), ("memberships", zoe.as_str())];
        let undone = browser.post(RESTORE, &undo).await;

        assert_eq!(undone.leads_to(), "/networks/cybanjou/members?done=memberships-restored");
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 0);
        assert_eq!(app.count("membership where role = 'member' and ended_on is null").await, 2);
    }

    async fn who_has_the_role_already_is_counted_apart_and_nothing_is_undone_for_them(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.organiser_of(network, "Marie").await;
        app.member_of(network, "Zoé").await;
        let (mut browser, [marie, zoe]) = looks_at(&app, &lead, ["Marie", "Zoé"]).await;
        let alone = |step| [("memberships", marie.as_str()), ("role", "organiser"), ("step", step),
            ("seen", "role=organiser&localRole=")];
        let both = |step| [("memberships", marie.as_str()), ("memberships", zoe.as_str()),
            ("role", "organiser"), ("step", step)];

        for step in ["preview", "do"] {
            let nothing = browser.post(CHANGE, &alone(step)).await;
            nothing.says("Aucun rôle ne changerait");
            nothing.says("animation, sans changement");
            nothing.is_silent_about("Changer les rôles");
            nothing.is_silent_about("Annuler et rétablir");
        }
        let look = browser.post(CHANGE, &both("preview")).await;
        look.says("Une personne changerait de rôle");
        look.says("animation, sans changement");
        look.says("membre → animation");
        let done = browser.confirm(CHANGE, &both("do")).await;
        assert!(!done.leads_to().contains(&marie), "{}", done.leads_to());
        assert!(done.leads_to().contains(&zoe), "{}", done.leads_to());
        browser.follow(&done).await.says("Annuler et rétablir");
        let undo = [("memberships", zoe.as_str()), ("undo", "yes")];
        browser.post(RESTORE, &undo).await.leads_to();

        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 1);
    }

    async fn a_lead_who_gives_up_their_own_role_is_told_that_they_cannot_take_it_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let (mut browser, nora, lila) = nora_and_lila(&app, network, &lead).await;
        let form = [("memberships", nora.as_str()), ("memberships", lila.as_str()),
            ("role", "organiser"), ("localRole", "helper")];
        let preview: Vec<_> = form.iter().copied().chain([("step", "preview")]).collect();

        let look = browser.post(CHANGE, &preview).await;
        look.says("2 personnes changeraient de rôle");
        look.says("Vous ne piloterez plus ce réseau : vous ne pourrez pas l’annuler.");
        look.is_silent_about("Vous pourrez l’annuler");
        assert_eq!(app.count("membership where role = 'lead' and ended_on is null").await, 2);
        let done = browser.confirm(CHANGE, &form).await;

        assert_eq!(done.status, StatusCode::OK);
        done.says("C’est fait, et vous ne pourrez pas l’annuler");
        // Whoever animates the network still writes, and neither ends nor restores.
        done.says(&format!("formaction=\"{WRITE}\""));
        for act in ["change", "end", "restore"] {
            done.is_silent_about(&format!("action=\"{CHOSEN}/{act}\""));
        }
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 2);
    }

    async fn a_lead_above_who_changes_themselves_too_keeps_the_way_back(app: App) {
        let department = app.network("departement").await;
        let network = app.network_below(Some(department), "cybanjou").await;
        let lead = app.lead_of(department, "Nora").await;
        app.joins(&lead, network, Role::Lead, None).await;
        let (mut browser, nora, lila) = nora_and_lila(&app, network, &lead).await;
        let form = [("memberships", nora.as_str()), ("memberships", lila.as_str()),
            ("role", "organiser")];
        let preview: Vec<_> = form.iter().copied().chain([("step", "preview")]).collect();

        let look = browser.post(CHANGE, &preview).await;
        look.says("Vous pourrez l’annuler ensuite.");
        let done = browser.confirm(CHANGE, &form).await;
        browser.follow(&done).await.says("Annuler et rétablir");
        let undo = [("memberships", nora.as_str()), ("memberships", lila.as_str()), ("undo", "yes")];
        browser.post(RESTORE, &undo).await.leads_to();

        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 0);
    }
}
