//! The way back of what was done for several people at once.

use poem::http::StatusCode;

use super::{
    CHANGE, CHOSEN, END, MEMBERS, RESTORE, lead_and_marie, lead_marie_and_zoe, looks_at, offered,
    value,
};
use crate::support::{Browser, on_both};

on_both! {
    async fn what_was_changed_since_is_not_taken_back_with_what_was_done_before(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let change = [("memberships", marie.as_str()), ("role", "organiser")];
        let first = browser.confirm(CHANGE, &change).await;
        let first = value(&browser.follow(&first).await, "undone");
        let list = browser.get(MEMBERS).await;
        let now = offered(&list, "Marie Essai");
        let helper = [("memberships", now.as_str()), ("localRole", "helper")];
        let second = browser.confirm(CHANGE, &helper).await;
        let second = value(&browser.follow(&second).await, "undone");
        let running = "membership where role = 'organiser' and local_role = 'helper' \
            and ended_on is null";
        let undo = |id, undone| [("memberships", id), ("undo", "yes"), ("undone", undone)];

        let late = undo(marie.as_str(), &first);
        let refused = browser.post(RESTORE, &late).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Marie Essai : Cette adhésion a encore changé depuis");
        // That way back leads nowhere any more; the former role can still be given back knowingly.
        refused.is_silent_about("Annuler et rétablir");
        refused.is_silent_about("C’est rétabli");
        refused.says("Rétablir ces adhésions");
        assert_eq!(app.count(running).await, 1);
        // The last of the changes is taken back.
        let last = undo(now.as_str(), &second);
        browser.post(RESTORE, &last).await.leads_to();

        assert_eq!(app.count(running).await, 0);
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 1);
    }

    async fn of_several_those_whom_nobody_changed_since_are_what_they_were(app: App) {
        let (mut browser, marie, zoe) = lead_marie_and_zoe(&app).await;
        let both = [("memberships", marie.as_str()), ("memberships", zoe.as_str()),
            ("role", "organiser")];
        let first = browser.confirm(CHANGE, &both).await;
        let page = browser.follow(&first).await;
        let undone: Vec<_> = page.body.split("name=\"undone\" value=\"").skip(1)
            .map(|after| after.split('"').next().unwrap().to_owned()).collect();
        let list = browser.get(MEMBERS).await;
        let now = offered(&list, "Zoé Essai");
        let helper = [("memberships", now.as_str()), ("localRole", "helper")];
        browser.confirm(CHANGE, &helper).await.leads_to();
        let undo = [("memberships", marie.as_str()), ("memberships", zoe.as_str()),
            ("undo", "yes"), ("undone", undone[0].as_str()), ("undone", undone[1].as_str())];

        let partly = browser.post(RESTORE, &undo).await;

        assert_eq!(partly.status, StatusCode::UNPROCESSABLE_ENTITY);
        partly.says("C’est rétabli pour Marie Essai.");
        partly.says("Zoé Essai : Cette adhésion a encore changé depuis");
        partly.is_silent_about("Annuler et rétablir");
        partly.says("Agir pour 2 personnes");
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 1);
    }

    async fn an_end_that_was_moved_since_is_not_taken_back_by_an_older_page(app: App) {
        let (mut browser, marie) = lead_and_marie(&app).await;
        let end = |on| [("memberships", marie.as_str()), ("on", on), ("reason", "")];
        let first = browser.confirm(END, &end("2027-03-01")).await;
        let older = value(&browser.follow(&first).await, "undone");
        let second = browser.confirm(END, &end("2027-02-01")).await;
        let newer = value(&browser.follow(&second).await, "undone");
        let planned = "membership where ended_on = '2027-02-01' and ending = 'removed'";
        let undo = |seen| [("memberships", marie.as_str()), ("undo", "yes"), ("undone", seen)];

        let refused = browser.post(RESTORE, &undo(&older)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Marie Essai : Cette adhésion a encore changé depuis");
        assert_eq!(app.count(planned).await, 1);
        browser.post(RESTORE, &undo(&newer)).await.leads_to();

        assert_eq!(app.count(planned).await, 0);
    }

    async fn an_end_that_another_lead_moved_before_the_page_came_is_not_taken_back(app: App) {
        let network = app.network("cybanjou").await;
        let (lead, other) = (app.lead_of(network, "Ana").await, app.lead_of(network, "Olga").await);
        app.member_of(network, "Marie").await;
        let (mut browser, [marie]) = looks_at(&app, &lead, ["Marie"]).await;
        let end = |on| [("memberships", marie.as_str()), ("on", on), ("reason", "")];
        let ended = browser.confirm(END, &end("2027-03-01")).await;
        Browser::of(&app, &other).confirm(END, &end("2027-02-01")).await.leads_to();
        let undone = value(&browser.follow(&ended).await, "undone");
        let undo = [("memberships", marie.as_str()), ("undo", "yes"), ("undone", &*undone)];

        let refused = browser.post(RESTORE, &undo).await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Marie Essai : Cette adhésion a encore changé depuis");
        let planned = "membership where ended_on = '2027-02-01' and ending = 'removed'";
        assert_eq!(app.count(planned).await, 1);
    }

    async fn the_way_back_is_found_again_for_thirty_days_after_one_has_left_the_page(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(network, "Marie").await;
        let (mut browser, [marie]) = looks_at(&app, &lead, ["Marie"]).await;
        let running = "membership where ended_on is null";
        let end = [("memberships", marie.as_str()), ("reason", "Erreur"), ("step", "do")];
        browser.confirm(END, &end).await.leads_to();

        let over = browser.get("/networks/cybanjou/members?state=over").await;
        let marie = offered(&over, "Marie Essai");
        let chosen = browser.get(&format!("{CHOSEN}?memberships={marie}")).await;
        chosen.says("Rétablir les adhésions terminées");
        chosen.says(&format!("action=\"{RESTORE}\""));
        chosen.is_silent_about("Changer le rôle");
        chosen.is_silent_about("Voir ce qui prendrait fin");
        browser.post(RESTORE, &[("memberships", &marie)]).await.leads_to();
        assert_eq!(app.count(running).await, 2);

        browser.confirm(END, &end).await.leads_to();
        app.clock.advance(chrono::TimeDelta::days(31));
        let lead = app.signs_in_again(&lead).await;
        let late = Browser::of(&app, &lead).get(&format!("{CHOSEN}?memberships={marie}")).await;
        late.says("Aucune de ces adhésions ne peut être rétablie");
        late.is_silent_about(&format!("action=\"{RESTORE}\""));
    }

    async fn an_end_that_lies_ahead_says_its_day_and_is_taken_back_among_those_still_in(app: App) {
        let (mut browser, marie, zoe) = lead_marie_and_zoe(&app).await;
        let end = |id, on| [("memberships", id), ("on", on), ("reason", ""), ("step", "do")];
        let still_in = "<a href=\"/networks/cybanjou/members\">adhésions en cours</a>";
        let over = "<a href=\"/networks/cybanjou/members?state=over\">adhésions terminées</a>";

        let leaves = end(marie.as_str(), "2027-06-30");
        let done = browser.confirm(END, &leaves).await;
        let after = browser.follow(&done).await;
        after.says("membre, jusqu’au 30 juin 2027");
        after.is_silent_about("membre, terminée");
        after.says(still_in);
        after.is_silent_about(over);
        let list = browser.get(MEMBERS).await;
        assert_eq!(offered(&list, "Marie Essai"), marie);
        let chosen = browser.get(&format!("{CHOSEN}?memberships={marie}")).await;
        chosen.says("<h2 id=\"retablir\">Garder ces adhésions</h2>");
        chosen.says("celle de : Marie Essai (jusqu’au 30 juin 2027).");
        chosen.is_silent_about("Rétablir les adhésions terminées");
        chosen.is_silent_about("y a mis fin");

        let done = browser.confirm(END, &end(zoe.as_str(), "")).await;
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
        browser.post(RESTORE, &undo).await.leads_to();

        assert_eq!(app.count("membership where ended_on is null").await, 3);
    }

    async fn who_is_to_leave_by_themselves_is_not_called_over_nor_invited_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        app.leaves(&marie, network).await;
        app.write("update membership set ended_on = '2027-06-30' where ending = 'left'", vec![])
            .await;
        let (mut browser, [id]) = looks_at(&app, &lead, ["Marie"]).await;

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

        let refused = browser.post(RESTORE, &[("memberships", &id)]).await;

        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Marie Essai : Cette personne est partie d’elle-même");
    }
}
