//! What is done for several people at once: a look, the act, and the way back.

use domain::{id::NetworkId, membership::Role};
use poem::http::StatusCode;

use super::people::offered;
use crate::support::{App, Browser, Person, Shown, on_both};

const CHOSEN: &str = "/networks/cybanjou/members/chosen";

on_both! {
    async fn roles_change_for_several_after_a_look_and_come_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        app.member_of(network, "Zoé").await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        let (marie, zoe) = (offered(&list, "Marie Essai"), offered(&list, "Zoé Essai"));
        let both = |step| [("memberships", marie.as_str()), ("memberships", zoe.as_str()),
            ("role", "organiser"), ("localRole", "helper"), ("step", step)];

        browser.get(&format!("{CHOSEN}?memberships={marie}&memberships={zoe}")).await
            .says("Agir pour 2 personnes");
        let look = browser.post(&format!("{CHOSEN}/change"), &both("preview")).await;
        assert_eq!(look.status, StatusCode::OK);
        look.says("2 personnes changeraient de rôle");
        look.says("membre → animation, aidant·e pour le public");
        look.says("Aucun courriel ne part.");
        assert_eq!(app.count("membership where role = 'organiser'").await, 0);
        let done = browser.confirm(&format!("{CHOSEN}/change"), &both("do")).await;
        let after = browser.follow(&done).await;
        after.says("Annuler et rétablir");
        after.says("membre → animation, aidant·e pour le public");
        after.is_silent_about("terminée");
        after.is_silent_about("Agir pour");
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 2);
        let undo = [("memberships", marie.as_str()), ("memberships", zoe.as_str())];
        let undone = browser.post(&format!("{CHOSEN}/restore"), &undo).await;

        assert_eq!(undone.leads_to(), "/networks/cybanjou/members?done=memberships-restored");
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 0);
        assert_eq!(app.count("membership where role = 'member' and ended_on is null").await, 2);
    }

    async fn who_has_the_role_already_is_counted_apart_and_nothing_is_undone_for_them(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.organiser_of(network, "Marie").await;
        app.member_of(network, "Zoé").await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        let (marie, zoe) = (offered(&list, "Marie Essai"), offered(&list, "Zoé Essai"));
        let alone = |step| [("memberships", marie.as_str()), ("role", "organiser"), ("step", step),
            ("seen", "role=organiser&localRole=")];
        let both = |step| [("memberships", marie.as_str()), ("memberships", zoe.as_str()),
            ("role", "organiser"), ("step", step)];

        for step in ["preview", "do"] {
            let nothing = browser.post(&format!("{CHOSEN}/change"), &alone(step)).await;
            nothing.says("Aucun rôle ne changerait");
            nothing.says("animation, sans changement");
            nothing.is_silent_about("Changer les rôles");
            nothing.is_silent_about("Annuler et rétablir");
        }
        let look = browser.post(&format!("{CHOSEN}/change"), &both("preview")).await;
        look.says("Une personne changerait de rôle");
        look.says("animation, sans changement");
        look.says("membre → animation");
        let done = browser.confirm(&format!("{CHOSEN}/change"), &both("do")).await;
        assert!(!done.leads_to().contains(&marie), "{}", done.leads_to());
        assert!(done.leads_to().contains(&zoe), "{}", done.leads_to());
        browser.follow(&done).await.says("Annuler et rétablir");
        let undo = [("memberships", zoe.as_str()), ("undo", "yes")];
        browser.post(&format!("{CHOSEN}/restore"), &undo).await.leads_to();

        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 1);
    }

    async fn a_lead_who_gives_up_their_own_role_is_told_that_they_cannot_take_it_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let (nora, lila) = nora_and_lila(&app, network, &lead).await;
        let mut browser = Browser::of(&app, &lead);
        let form = [("memberships", nora.as_str()), ("memberships", lila.as_str()),
            ("role", "organiser"), ("localRole", "helper")];
        let preview: Vec<_> = form.iter().copied().chain([("step", "preview")]).collect();

        let look = browser.post(&format!("{CHOSEN}/change"), &preview).await;
        look.says("2 personnes changeraient de rôle");
        look.says("Vous ne piloterez plus ce réseau : vous ne pourrez pas l’annuler.");
        look.is_silent_about("Vous pourrez l’annuler");
        assert_eq!(app.count("membership where role = 'lead' and ended_on is null").await, 2);
        let done = browser.confirm(&format!("{CHOSEN}/change"), &form).await;

        assert_eq!(done.status, StatusCode::OK);
        done.says("C’est fait, et vous ne pourrez pas l’annuler");
        // Whoever animates the network still writes, and neither ends nor restores.
        done.says(&format!("formaction=\"{CHOSEN}/write\""));
        for act in ["change", "end", "restore"] {
            done.is_silent_about(&format!("action=\"{CHOSEN}/{act}\""));
        }
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 2);
    }

    async fn a_lead_who_ends_their_own_membership_too_is_led_to_a_page_they_may_see(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Nora").await;
        let (nora, lila) = nora_and_lila(&app, network, &lead).await;
        let mut browser = Browser::of(&app, &lead);
        let form = [("memberships", nora.as_str()), ("memberships", lila.as_str()),
            ("reason", "Fin de mission"), ("subject", "Objet du mois")];
        let preview: Vec<_> = form.iter().copied().chain([("step", "preview")]).collect();

        let look = browser.post(&format!("{CHOSEN}/end"), &preview).await;
        look.says("Vous ne piloterez plus ce réseau : vous ne pourrez pas l’annuler.");
        let done = browser.confirm(&format!("{CHOSEN}/end"), &form).await;
        assert_eq!(done.leads_to(), "/networks/cybanjou?done=memberships-ended");
        let after = browser.follow(&done).await;

        assert_eq!(after.status, StatusCode::OK);
        after.says("C’est noté : la date de fin est enregistrée.");
        after.is_silent_about("Annuler et rétablir");
        assert_eq!(app.count("membership where ended_on is null").await, 1);
    }

    async fn a_lead_above_who_changes_themselves_too_keeps_the_way_back(app: App) {
        let department = app.network("departement").await;
        let network = app.network_below(Some(department), "cybanjou").await;
        let lead = app.lead_of(department, "Nora").await;
        app.joins(&lead, network, Role::Lead, None).await;
        let (nora, lila) = nora_and_lila(&app, network, &lead).await;
        let mut browser = Browser::of(&app, &lead);
        let form = [("memberships", nora.as_str()), ("memberships", lila.as_str()),
            ("role", "organiser")];
        let preview: Vec<_> = form.iter().copied().chain([("step", "preview")]).collect();

        let look = browser.post(&format!("{CHOSEN}/change"), &preview).await;
        look.says("Vous pourrez l’annuler ensuite.");
        let done = browser.confirm(&format!("{CHOSEN}/change"), &form).await;
        browser.follow(&done).await.says("Annuler et rétablir");
        let undo = [("memberships", nora.as_str()), ("memberships", lila.as_str()), ("undo", "yes")];
        browser.post(&format!("{CHOSEN}/restore"), &undo).await.leads_to();

        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 0);
    }

    async fn what_was_done_meanwhile_in_another_tab_is_said_though_no_form_is_left(app: App) {
        let (lead, marie) = lead_and_marie(&app).await;
        let mut browser = Browser::of(&app, &lead);
        let end = |step, seen| [("memberships", marie.as_str()), ("on", ""), ("reason", ""),
            ("step", step), ("seen", seen)];
        let change = |step, seen| [("memberships", marie.as_str()), ("role", "organiser"),
            ("localRole", ""), ("step", step), ("seen", seen)];
        let ended = seen(&browser.post(&format!("{CHOSEN}/end"), &end("preview", "")).await);
        let look = browser.post(&format!("{CHOSEN}/change"), &change("preview", "")).await;
        let changed = seen(&look);
        browser.post(&format!("{CHOSEN}/end"), &end("do", &ended)).await.leads_to();

        let late = [browser.post(&format!("{CHOSEN}/end"), &end("do", &ended)).await,
            browser.post(&format!("{CHOSEN}/change"), &change("do", &changed)).await];

        for refused in late {
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.says("role=\"alert\"");
            refused.says("Marie Essai : ");
        }
    }

    async fn what_was_changed_since_is_not_taken_back_with_what_was_done_before(app: App) {
        let (lead, marie) = lead_and_marie(&app).await;
        let mut browser = Browser::of(&app, &lead);
        let change = [("memberships", marie.as_str()), ("role", "organiser")];
        let first = browser.confirm(&format!("{CHOSEN}/change"), &change).await;
        let first = value(&browser.follow(&first).await, "undone");
        let list = browser.get("/networks/cybanjou/members").await;
        let now = offered(&list, "Marie Essai");
        let helper = [("memberships", now.as_str()), ("localRole", "helper")];
        let second = browser.confirm(&format!("{CHOSEN}/change"), &helper).await;
        let second = value(&browser.follow(&second).await, "undone");
        let running = "membership where role = 'organiser' and local_role = 'helper' \
            and ended_on is null";
        let undo = |id, undone| [("memberships", id), ("undo", "yes"), ("undone", undone)];

        let late = undo(marie.as_str(), &first);
        let refused = browser.post(&format!("{CHOSEN}/restore"), &late).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Marie Essai : Cette adhésion a encore changé depuis");
        // That way back leads nowhere any more; the former role can still be given back knowingly.
        refused.is_silent_about("Annuler et rétablir");
        refused.is_silent_about("C’est rétabli");
        refused.says("Rétablir ces adhésions");
        assert_eq!(app.count(running).await, 1);
        // The last of the changes is taken back.
        let last = undo(now.as_str(), &second);
        browser.post(&format!("{CHOSEN}/restore"), &last).await.leads_to();

        assert_eq!(app.count(running).await, 0);
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 1);
    }

    async fn of_several_those_whom_nobody_changed_since_are_what_they_were(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        app.member_of(network, "Zoé").await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        let (marie, zoe) = (offered(&list, "Marie Essai"), offered(&list, "Zoé Essai"));
        let both = [("memberships", marie.as_str()), ("memberships", zoe.as_str()),
            ("role", "organiser")];
        let first = browser.confirm(&format!("{CHOSEN}/change"), &both).await;
        let page = browser.follow(&first).await;
        let undone: Vec<_> = page.body.split("name=\"undone\" value=\"").skip(1)
            .map(|after| after.split('"').next().unwrap().to_owned()).collect();
        let list = browser.get("/networks/cybanjou/members").await;
        let now = offered(&list, "Zoé Essai");
        let helper = [("memberships", now.as_str()), ("localRole", "helper")];
        browser.confirm(&format!("{CHOSEN}/change"), &helper).await.leads_to();
        let undo = [("memberships", marie.as_str()), ("memberships", zoe.as_str()),
            ("undo", "yes"), ("undone", undone[0].as_str()), ("undone", undone[1].as_str())];

        let partly = browser.post(&format!("{CHOSEN}/restore"), &undo).await;

        assert_eq!(partly.status, StatusCode::UNPROCESSABLE_ENTITY);
        partly.says("C’est rétabli pour Marie Essai.");
        partly.says("Zoé Essai : Cette adhésion a encore changé depuis");
        partly.is_silent_about("Annuler et rétablir");
        partly.says("Agir pour 2 personnes");
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 1);
    }

    async fn whose_role_changed_since_they_were_chosen_is_looked_at_anew_before_it_is_done(app: App) {
        let (lead, marie) = lead_and_marie(&app).await;
        let mut browser = Browser::of(&app, &lead);
        let end = |id, step, seen| [("memberships", id), ("on", ""), ("reason", "Départ"),
            ("step", step), ("seen", seen)];
        let looked = browser.post(&format!("{CHOSEN}/end"), &end(&marie, "preview", "")).await;
        let seen = seen(&looked);
        let change = [("memberships", marie.as_str()), ("role", "organiser")];
        browser.confirm(&format!("{CHOSEN}/change"), &change).await.leads_to();

        let anew = browser.post(&format!("{CHOSEN}/end"), &end(&marie, "do", &seen)).await;
        anew.says("Un rôle a changé depuis que vous avez choisi ces personnes");
        anew.says("Une adhésion prendrait fin");
        anew.says("animation");
        anew.says(">Départ</textarea>");
        anew.is_silent_about("déjà terminée");
        assert_eq!(app.count("membership where ended_on is null").await, 2);
        let now = value(&anew, "memberships");
        let again = value(&anew, "seen");
        browser.post(&format!("{CHOSEN}/end"), &end(&now, "do", &again)).await.leads_to();

        assert_eq!(app.count("membership where ended_on is null").await, 1);
    }

    async fn an_end_that_was_moved_since_is_not_taken_back_by_an_older_page(app: App) {
        let (lead, marie) = lead_and_marie(&app).await;
        let mut browser = Browser::of(&app, &lead);
        let end = |on| [("memberships", marie.as_str()), ("on", on), ("reason", "")];
        let first = browser.confirm(&format!("{CHOSEN}/end"), &end("2027-03-01")).await;
        let older = value(&browser.follow(&first).await, "undone");
        let second = browser.confirm(&format!("{CHOSEN}/end"), &end("2027-02-01")).await;
        let newer = value(&browser.follow(&second).await, "undone");
        let planned = "membership where ended_on = '2027-02-01' and ending = 'removed'";
        let undo = |seen| [("memberships", marie.as_str()), ("undo", "yes"), ("undone", seen)];

        let refused = browser.post(&format!("{CHOSEN}/restore"), &undo(&older)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Marie Essai : Cette adhésion a encore changé depuis");
        assert_eq!(app.count(planned).await, 1);
        browser.post(&format!("{CHOSEN}/restore"), &undo(&newer)).await.leads_to();

        assert_eq!(app.count(planned).await, 0);
    }

    async fn another_end_says_which_was_planned_and_gives_it_back(app: App) {
        let (lead, marie) = lead_and_marie(&app).await;
        let mut browser = Browser::of(&app, &lead);
        let end = |on, step| [("memberships", marie.as_str()), ("on", on), ("reason", ""),
            ("step", step)];
        let on = async |day: &str| {
            app.count(&format!("membership where ended_on = '{day}' and ending = 'removed'")).await
        };

        browser.confirm(&format!("{CHOSEN}/end"), &end("2026-12-31", "do")).await.leads_to();
        let look = browser.post(&format!("{CHOSEN}/end"), &end("2026-11-01", "preview")).await;
        look.says("au lieu de la fin prévue le");
        look.says("31 décembre 2026");
        look.says("Vous pourrez l’annuler ensuite.");
        browser.confirm(&format!("{CHOSEN}/end"), &end("2026-11-01", "do")).await.leads_to();
        assert_eq!((on("2026-12-31").await, on("2026-11-01").await), (0, 1));
        // Whose membership can come back is named.
        let chosen = browser.get(&format!("{CHOSEN}?memberships={marie}")).await;
        chosen.says("celle de : Marie Essai (jusqu’au 1er novembre 2026).");
        browser.post(&format!("{CHOSEN}/restore"), &[("memberships", &marie)]).await.leads_to();

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
        let first = |shown: &Shown| {
            let (_, after) = shown.body.split_once("name=\"membershipId\" value=\"").unwrap();
            after.split('"').next().unwrap().to_owned()
        };
        let named = first(&browser.get(&person).await);
        let form = [("act", "transfer"), ("membershipId", named.as_str()),
            ("toNetworkId", there.as_str()), ("on", "2027-01-15"), ("reason", "")];
        browser.post(&format!("{person}/memberships/transfer"), &form).await.leads_to();
        let ahead = first(&browser.get(&person).await);
        let end = |id, step| [("memberships", id), ("on", ""), ("reason", ""), ("step", step)];

        let refused = browser.post(&format!("{CHOSEN}/end"), &end(named.as_str(), "preview")).await;
        refused.says("Aucune adhésion ne prendrait fin");
        refused.says("Un changement de réseau est annoncé");
        // The way that stands there is named.
        refused.says("« Garder ces adhésions »");
        refused.says(">Garder ces adhésions</button>");
        refused.is_silent_about("sur la page de la personne");
        let look = browser.post(&format!("{CHOSEN}/end"), &end(ahead.as_str(), "preview")).await;
        look.says("Une adhésion prendrait fin");
        look.says("et ne pourra pas être rétablie");
        look.is_silent_about("Vous pourrez l’annuler");
        let done = browser.confirm(&format!("{CHOSEN}/end"), &end(ahead.as_str(), "do")).await;
        assert_eq!(done.status, StatusCode::OK);
        done.says("C’est noté pour une adhésion");
        done.is_silent_about("Annuler et rétablir");
    }

    async fn ending_says_to_whom_keeps_the_last_lead_and_is_undone(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        let (ana, marie) = (offered(&list, "Ana Essai"), offered(&list, "Marie Essai"));
        let form = |step| [("memberships", ana.as_str()), ("memberships", marie.as_str()),
            ("reason", "Fin de mission"), ("step", step)];

        let look = browser.post(&format!("{CHOSEN}/end"), &form("preview")).await;
        look.says("Une adhésion prendrait fin");
        look.says("Ce réseau n’aurait plus de pilote.");
        look.says("Fin de mission");
        let running = "membership where ended_on is null";
        assert_eq!(app.count(running).await, 2);
        let wrong = [("memberships", marie.as_str()), ("on", "hier"), ("reason", "Fin"),
            ("step", "do")];
        let refused = browser.post(&format!("{CHOSEN}/end"), &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Fin");
        let done = browser.confirm(&format!("{CHOSEN}/end"), &form("do")).await;
        assert_eq!(done.status, StatusCode::OK);
        done.says("Ce réseau n’aurait plus de pilote.");
        done.says("Annuler et rétablir");
        assert_eq!(app.count(running).await, 1);
        browser.get("/networks/cybanjou/members?state=over").await.says("Marie Essai");
        browser.post(&format!("{CHOSEN}/restore"), &[("memberships", &marie)]).await.leads_to();

        assert_eq!(app.count(running).await, 2);
        assert_eq!(app.count("audit_line where action = 'membership.restore'").await, 1);
    }

    async fn the_way_back_is_found_again_for_thirty_days_after_one_has_left_the_page(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let mut browser = Browser::of(&app, &lead);
        let marie = offered(&browser.get("/networks/cybanjou/members").await, "Marie Essai");
        let running = "membership where ended_on is null";
        let end = [("memberships", marie.as_str()), ("reason", "Erreur"), ("step", "do")];
        browser.confirm(&format!("{CHOSEN}/end"), &end).await.leads_to();

        let over = browser.get("/networks/cybanjou/members?state=over").await;
        let marie = offered(&over, "Marie Essai");
        let chosen = browser.get(&format!("{CHOSEN}?memberships={marie}")).await;
        chosen.says("Rétablir les adhésions terminées");
        chosen.says(&format!("action=\"{CHOSEN}/restore\""));
        chosen.is_silent_about("Changer le rôle");
        chosen.is_silent_about("Voir ce qui prendrait fin");
        browser.post(&format!("{CHOSEN}/restore"), &[("memberships", &marie)]).await.leads_to();
        assert_eq!(app.count(running).await, 2);

        browser.confirm(&format!("{CHOSEN}/end"), &end).await.leads_to();
        app.clock.advance(chrono::TimeDelta::days(31));
        let lead = app.signs_in_again(&lead).await;
        let late = Browser::of(&app, &lead).get(&format!("{CHOSEN}?memberships={marie}")).await;
        late.says("Aucune de ces adhésions ne peut être rétablie");
        late.is_silent_about(&format!("action=\"{CHOSEN}/restore\""));
    }

    async fn an_end_that_lies_ahead_says_its_day_and_is_taken_back_among_those_still_in(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        app.member_of(network, "Zoé").await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        let (marie, zoe) = (offered(&list, "Marie Essai"), offered(&list, "Zoé Essai"));
        let end = |id, on| [("memberships", id), ("on", on), ("reason", ""), ("step", "do")];
        let still_in = "<a href=\"/networks/cybanjou/members\">adhésions en cours</a>";
        let over = "<a href=\"/networks/cybanjou/members?state=over\">adhésions terminées</a>";

        let leaves = end(marie.as_str(), "2027-06-30");
        let done = browser.confirm(&format!("{CHOSEN}/end"), &leaves).await;
        let after = browser.follow(&done).await;
        after.says("membre, jusqu’au 30 juin 2027");
        after.is_silent_about("membre, terminée");
        after.says(still_in);
        after.is_silent_about(over);
        let list = browser.get("/networks/cybanjou/members").await;
        assert_eq!(offered(&list, "Marie Essai"), marie);
        let chosen = browser.get(&format!("{CHOSEN}?memberships={marie}")).await;
        chosen.says("<h2 id=\"retablir\">Garder ces adhésions</h2>");
        chosen.says("celle de : Marie Essai (jusqu’au 30 juin 2027).");
        chosen.is_silent_about("Rétablir les adhésions terminées");
        chosen.is_silent_about("y a mis fin");

        let done = browser.confirm(&format!("{CHOSEN}/end"), &end(zoe.as_str(), "")).await;
        let after = browser.follow(&done).await;
        after.says("membre, terminée");
        after.says(over);
        after.is_silent_about(still_in);
        let both = format!("{CHOSEN}?memberships={marie}&memberships={zoe}");
        let mixed = browser.get(&format!("{both}&undo=yes")).await;
        for words in [still_in, over, "membre, jusqu’au 30 juin 2027", "membre, terminée"] {
            mixed.says(words);
        }
        let mixed = browser.get(&both).await;
        mixed.says("<h2 id=\"retablir\">Rétablir ces adhésions</h2>");
        mixed.says("telle qu’elle était, celle de : Zoé Essai.");
        mixed.says("celle de : Marie Essai (jusqu’au 30 juin 2027).");
        let undo = [("memberships", marie.as_str()), ("memberships", zoe.as_str())];
        browser.post(&format!("{CHOSEN}/restore"), &undo).await.leads_to();

        assert_eq!(app.count("membership where ended_on is null").await, 3);
    }

    async fn who_is_to_leave_by_themselves_is_not_called_over_nor_invited_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        app.leaves(&marie, network).await;
        app.write("update membership set ended_on = '2027-06-30' where ending = 'left'", vec![])
            .await;
        let mut browser = Browser::of(&app, &lead);
        let id = offered(&browser.get("/networks/cybanjou/members").await, "Marie Essai");

        let chosen = browser.get(&format!("{CHOSEN}?memberships={id}")).await;

        chosen.says("membre, jusqu’au 30 juin 2027");
        chosen.is_silent_about("id=\"retablir\"");
        chosen.is_silent_about("à revenir");
    }

    async fn an_announced_transfer_is_told_and_taken_back_by_those_who_lead_both(app: App) {
        let department = app.network("cybanjou").await;
        let here = app.network_below(Some(department), "saumurois").await;
        let there = app.network_below(Some(department), "choletais").await.to_string();
        let lead = app.lead_of(department, "Ana").await;
        let local = app.lead_of(here, "Olga").await;
        let people = [app.member_of(here, "Marie").await, app.member_of(here, "Paul").await];
        app.member_of(here, "Zoé").await;
        let chosen = "/networks/saumurois/members/chosen";
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/saumurois/members").await;
        let [marie, paul, zoe] =
            ["Marie Essai", "Paul Essai", "Zoé Essai"].map(|name| offered(&list, name));
        for (person, id) in people.iter().zip([&marie, &paul]) {
            let form = [("act", "transfer"), ("membershipId", id.as_str()),
                ("toNetworkId", there.as_str()), ("on", "2027-01-15"), ("reason", "")];
            let path = format!("/members/{}/memberships/transfer", person.id);
            browser.post(&path, &form).await.leads_to();
        }
        let announced = "membership where ending = 'transferred' and ended_on > started_on";
        assert_eq!(app.count(announced).await, 2);
        let one = format!("{chosen}?memberships={marie}");
        let two = format!("{one}&memberships={paul}");

        let shown = browser.get(&one).await;
        shown.says("membre, part pour choletais le 15 janvier 2027");
        shown.says("celui de : Marie Essai (part pour choletais le 15 janvier 2027).");
        shown.says(&format!("formaction=\"{chosen}/restore\">Garder ces adhésions</button>"));
        for words in ["membre, terminée", "ne peut être rétablie", "à revenir"] {
            shown.is_silent_about(words);
        }
        let mut counted = Vec::new();
        for page in [&one, &two] {
            let before = app.statements();
            browser.get(page).await;
            counted.push(app.statements() - before);
        }
        assert_eq!(counted[0], counted[1], "as many statements for two as for one");

        // Whoever leads the one network alone cannot take it back, and it stands in nobody's way.
        let mut local = Browser::of(&app, &local);
        let end = [("memberships", zoe.as_str()), ("step", "do")];
        local.confirm(&format!("{chosen}/end"), &end).await.leads_to();
        let shown = local.get(&one).await;
        shown.says("membre, changement de réseau annoncé pour le 15 janvier 2027");
        shown.is_silent_about("part pour");
        shown.is_silent_about("id=\"retablir\"");
        let shown = local.get(&format!("{two}&memberships={zoe}")).await;
        let (_, card) = shown.body.split_once("id=\"retablir\"").unwrap();
        let card = card.split("</section>").next().unwrap();
        assert!(card.contains(&zoe) && !card.contains(&marie), "{card}");

        let back = [("memberships", marie.as_str()), ("memberships", paul.as_str())];
        let undone = browser.post(&format!("{chosen}/restore"), &back).await;
        assert_eq!(undone.leads_to(), "/networks/saumurois/members?done=memberships-restored");
        assert_eq!(app.count(announced).await, 0);
    }

    async fn who_left_by_themselves_is_not_brought_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        app.leaves(&marie, network).await;
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members?state=over").await;
        let id = offered(&list, "Marie Essai");

        let refused = browser.post(&format!("{CHOSEN}/restore"), &[("memberships", &id)]).await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Marie Essai : Cette personne est partie d’elle-même");
    }

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
        let list = browser.get("/networks/cybanjou/members").await;
        let (one, two) = (offered(&list, "Marie Essai"), offered(&list, "Zoé Essai"));
        let message = |subject, step| [("memberships", one.as_str()), ("memberships", two.as_str()),
            ("subject", subject), ("body", "Rendez-vous à 9 h"), ("step", step),
            ("seen", "subject=Samedi&body=Rendez-vous+%C3%A0+9+h")];

        let refused = browser.post(&format!("{CHOSEN}/write"), &message("", "preview")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Rendez-vous à 9 h");
        let look = browser.post(&format!("{CHOSEN}/write"), &message("Samedi", "preview")).await;
        look.says("Une personne recevrait un courriel");
        look.says("ne reçoit pas de messages");
        look.says("Un courriel parti ne se rappelle pas.");
        browser.confirm(&format!("{CHOSEN}/write"), &message("Samedi", "do")).await.leads_to();
        for step in ["preview", "do"] {
            let repeated = browser.post(&format!("{CHOSEN}/write"), &message("Samedi", step)).await;
            assert_eq!(repeated.status, StatusCode::OK);
            repeated.says("Personne ne recevrait de courriel");
            repeated.says("a déjà reçu ce courriel aujourd’hui");
            repeated.says("Aucun courriel ne part.");
            repeated.is_silent_about("ne se rappelle pas");
            repeated.is_silent_about("Envoyer les courriels");
        }
        let guests = |step| [("memberships", one.as_str()), ("eventId", event.as_str()),
            ("word", ""), ("step", step)];
        browser.post(&format!("{CHOSEN}/invite"), &guests("preview")).await
            .says("recevra l’invitation");
        browser.confirm(&format!("{CHOSEN}/invite"), &guests("do")).await.leads_to();

        let expected = [format!("invited_to_event {}", marie.email),
            format!("member_message {}", marie.email)];
        assert_eq!(app.letters().await, expected);
        let sent = browser.get("/networks/cybanjou/letters").await;
        sent.says("Message à des membres");
        sent.is_silent_about(">member_message");
    }

    async fn what_was_typed_after_the_look_is_looked_at_before_it_is_done(app: App) {
        let (lead, marie) = lead_and_marie(&app).await;
        let mut browser = Browser::of(&app, &lead);
        let form = |reason, step, seen| [("memberships", marie.as_str()), ("reason", reason),
            ("step", step), ("seen", seen)];

        // What nobody looked at is shown first, whatever the form says.
        let unseen = browser.post(&format!("{CHOSEN}/end"), &form("Fin", "do", "")).await;
        unseen.says("Une adhésion prendrait fin");
        assert_eq!(app.count("membership where ended_on is null").await, 2);
        let first = seen(&unseen);
        let again = browser.post(&format!("{CHOSEN}/end"), &form("Retraite", "do", &first)).await;
        again.says("Une adhésion prendrait fin");
        assert_eq!(app.count("membership where ended_on is null").await, 2);
        let second = seen(&again);
        browser.post(&format!("{CHOSEN}/end"), &form("Retraite", "do", &second)).await.leads_to();

        assert_eq!(app.count("membership where ending_reason = 'Retraite'").await, 1);
    }
}

/// A network with a lead and a member: the lead, and the member's membership.
pub(super) async fn lead_and_marie(app: &App) -> (Person, String) {
    let network = app.network("cybanjou").await;
    let lead = app.lead_of(network, "Ana").await;
    app.member_of(network, "Marie").await;
    let list = Browser::of(app, &lead).get("/networks/cybanjou/members").await;
    (lead, offered(&list, "Marie Essai"))
}

/// A network with another lead and a member: the memberships of this lead, and of the member.
async fn nora_and_lila(app: &App, network: NetworkId, nora: &Person) -> (String, String) {
    app.lead_of(network, "Ana").await;
    app.member_of(network, "Lila").await;
    let list = Browser::of(app, nora).get("/networks/cybanjou/members").await;
    (offered(&list, "Nora Essai"), offered(&list, "Lila Essai"))
}

/// What the look was at, as the page gives it to go along with the confirmation.
pub(super) fn seen(look: &Shown) -> String {
    value(look, "seen")
}

/// The first value that the page gives of this name, to go along with its form.
pub(super) fn value(shown: &Shown, name: &str) -> String {
    let (_, after) = shown.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    after.split('"').next().unwrap().replace("&#38;", "&")
}
