//! The people of a list, counted truly, and a long list acted upon a hundred at a time.

use std::collections::BTreeSet;

use domain::membership::Role;
use poem::http::StatusCode;

use crate::support::{Browser, Shown, on_both};

const CHOSEN: &str = "/networks/cybanjou/members/chosen";

/// The values of the fields of this name.
fn values(shown: &Shown, name: &str) -> BTreeSet<String> {
    let mark = format!("name=\"{name}\" value=\"");
    let values = shown.body.split(&mark).skip(1).filter_map(|after| after.split('"').next());
    values.map(|value| value.replace("&#38;", "&").replace("&amp;", "&")).collect()
}

on_both! {
    async fn a_list_of_more_than_a_hundred_is_written_to_a_hundred_at_a_time(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        for at in 0..104 {
            app.member_of(network, &format!("P{at:03}")).await;
        }
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members").await;
        list.says("105 personnes");
        list.says("Choisir toute la liste, cent à la fois");

        let mut shown = browser.get(&format!("{CHOSEN}?all=yes")).await;
        shown.says("Agir pour 100 personnes");
        shown.says("La liste a 105 personnes : les 100 premières sont choisies.");
        let mut met = BTreeSet::new();
        for is_last in [false, true] {
            let ids = values(&shown, "memberships");
            assert!(met.is_disjoint(&ids), "nobody is chosen twice");
            let rest = values(&shown, "rest");
            assert_eq!(rest.is_empty(), is_last);
            let mut form = vec![("subject", "Objet du mois"), ("body", "Bonjour"), ("step", "do")];
            form.extend(ids.iter().map(|id| ("memberships", id.as_str())));
            form.extend(rest.iter().map(|rest| ("rest", rest.as_str())));
            let sent = browser.confirm(&format!("{CHOSEN}/write"), &form).await;
            met.extend(ids);
            if is_last {
                assert!(sent.leads_to().starts_with("/networks/cybanjou/members?done="));
            } else {
                assert_eq!(sent.status, StatusCode::OK);
                sent.says("<div class=\"notice good\" role=\"status\"><p>Les courriels sont partis.");
                sent.says("Voici les dernières de la liste.");
                sent.says("Agir pour 5 personnes");
                sent.says("Objet du mois");
                shown = sent;
            }
        }

        assert_eq!(met.len(), 105);
        assert_eq!(app.letters().await.len(), 104, "one writes to all but oneself");
    }

    async fn where_no_letter_would_leave_what_was_typed_goes_on_to_those_who_follow(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        for at in 0..101 {
            app.member_of(network, &format!("P{at:03}")).await;
        }
        let mut browser = Browser::of(&app, &lead);
        let shown = browser.get(&format!("{CHOSEN}?all=yes")).await;
        // The way on sends the form, so that it keeps what was typed before anything was sent.
        shown.is_silent_about("Passer aux suivantes</a>");
        assert_eq!(shown.body.matches("name=\"step\" value=\"next\"").count(), 3);
        let (ids, rest) = (values(&shown, "memberships"), values(&shown, "rest"));
        let mut form = vec![("step", "do"), ("subject", "Objet du mois"), ("body", "Bonjour")];
        form.extend(ids.iter().map(|id| ("memberships", id.as_str())));
        form.extend(rest.iter().map(|rest| ("rest", rest.as_str())));
        let write = format!("{CHOSEN}/write");
        browser.confirm(&write, &form).await.says("Agir pour 2 personnes");

        form[0].1 = "preview";
        let looked = browser.post(&write, &form).await;
        let way_on = "name=\"step\" value=\"next\" class=\"quiet\"";
        looked.says(&format!("form=\"actes\" formaction=\"{write}\" {way_on}"));
        form[0].1 = "next";
        let next = browser.post(&write, &form).await;
        next.says("Voici les dernières de la liste.");
        next.says("Agir pour 2 personnes");
        next.says("value=\"Objet du mois\"");
        next.says(">Bonjour</textarea>");
        next.is_silent_about("Les courriels sont partis.");
        // Nobody follows any more: what was typed stays all the same.
        form.retain(|(name, _)| *name != "rest");
        let last = browser.post(&write, &form).await;
        last.says("Personne ne suit plus dans la liste.");
        last.says("value=\"Objet du mois\"");

        assert_eq!(app.letters().await.len(), 99, "nothing left a second time");
    }

    async fn what_was_typed_for_another_act_stays_whatever_is_looked_at(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        for at in 0..101 {
            app.member_of(network, &format!("P{at:03}")).await;
        }
        let event = app.event(network, |_| {}).await.to_string();
        let mut browser = Browser::of(&app, &lead);
        let shown = browser.get(&format!("{CHOSEN}?all=yes")).await;
        let (ids, rest) = (values(&shown, "memberships"), values(&shown, "rest"));
        // A browser sends what is in the form of the button: all fields are in one.
        let fields = ["role", "localRole", "eventId", "word", "subject", "body", "on", "reason"];
        let (_, form) = shown.body.split_once("<form id=\"actes\"").unwrap();
        let (form, _) = form.split_once("</form>").unwrap();
        for field in fields {
            assert!(form.contains(&format!("name=\"{field}\"")), "{field}");
        }
        for act in ["change", "invite", "write", "end"] {
            assert!(form.contains(&format!("formaction=\"{CHOSEN}/{act}\"")), "{act}");
        }
        // What one act needs keeps no other from being looked at, and the Enter key picks none: it
        // presses the first button of the form.
        assert!(!form.contains(" required"), "{form}");
        let (_, first) = shown.body.split_once("<button type=\"submit\" form=\"actes\"").unwrap();
        assert!(first.starts_with(" name=\"step\" value=\"enter\""), "{first}");

        let mut form = vec![("step", "preview"), ("role", ""), ("localRole", "helper"),
            ("eventId", event.as_str()), ("word", "Venez nombreux"), ("subject", "Objet du mois"),
            ("body", "Bonjour"), ("on", "2027-06-30"), ("reason", "Le réseau se referme")];
        form.extend(ids.iter().map(|id| ("memberships", id.as_str())));
        form.extend(rest.iter().map(|rest| ("rest", rest.as_str())));
        let keeps_all = |shown: &Shown| {
            for words in ["value=\"helper\" selected", ">Venez nombreux</textarea>",
                "value=\"Objet du mois\"", ">Bonjour</textarea>", "value=\"2027-06-30\"",
                ">Le réseau se referme</textarea>"] {
                shown.says(words);
            }
        };
        for step in ["preview", "next"] {
            form[0].1 = step;
            for act in ["change", "invite", "write", "end"] {
                keeps_all(&browser.post(&format!("{CHOSEN}/{act}"), &form).await);
            }
        }
        form[0].1 = "preview";
        form[5].1 = " ";
        let refused = browser.post(&format!("{CHOSEN}/write"), &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says(">Le réseau se referme</textarea>");
        refused.says("id=\"write-subject-erreur\"");
        assert_eq!(refused.body.matches("-erreur\">").count(), 1, "only the asked one is refused");

        // Nothing in an address is taken for typed.
        let id = ids.first().unwrap();
        browser.get(&format!("{CHOSEN}?memberships={id}&subject=Objet")).await
            .is_silent_about("value=\"Objet\"");
        assert!(app.letters().await.is_empty(), "looking sends nothing");
    }

    async fn after_the_first_hundred_changed_the_way_leads_to_those_who_follow(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        for at in 0..101 {
            app.member_of(network, &format!("P{at:03}")).await;
        }
        let mut browser = Browser::of(&app, &lead);
        let page = format!("{CHOSEN}?role=member&all=yes");
        let shown = browser.get(&page).await;
        let (ids, rest) = (values(&shown, "memberships"), values(&shown, "rest"));
        let mut form = vec![("localRole", "helper"), ("step", "do")];
        form.extend(ids.iter().map(|id| ("memberships", id.as_str())));
        form.extend(rest.iter().map(|rest| ("rest", rest.as_str())));

        let done = browser.confirm(&format!("{CHOSEN}/change"), &form).await;
        assert_eq!(done.status, StatusCode::OK);
        done.says("Annuler et rétablir");
        done.says("Passer aux suivantes de la liste");
        assert_eq!(values(&done, "rest"), rest);
        assert_eq!(values(&done, "localRole"), BTreeSet::from(["helper".to_owned()]));
        let rest = rest.first().unwrap().as_str();
        let form = [("step", "next"), ("rest", rest), ("localRole", "helper")];
        let next = browser.post(&format!("{CHOSEN}/change"), &form).await;

        next.says("value=\"helper\" selected");
        next.says("P100 Essai");
        next.is_silent_about("P050 Essai");
        // The hundredth has another membership by now, and is no less done with.
        next.is_silent_about("P099 Essai");
        next.says("Agir pour une personne");
    }

    async fn after_the_first_hundred_ended_the_day_and_the_reason_go_on(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        for at in 0..101 {
            app.member_of(network, &format!("P{at:03}")).await;
        }
        let mut browser = Browser::of(&app, &lead);
        let shown = browser.get(&format!("{CHOSEN}?role=member&all=yes")).await;
        let (ids, rest) = (values(&shown, "memberships"), values(&shown, "rest"));
        let typed = [("on", "2027-06-30"), ("reason", "Le réseau se referme")];
        let mut form = vec![("step", "do")];
        form.extend(typed);
        form.extend(ids.iter().map(|id| ("memberships", id.as_str())));
        form.extend(rest.iter().map(|rest| ("rest", rest.as_str())));

        let end = format!("{CHOSEN}/end");
        let done = browser.confirm(&end, &form).await;
        done.says("Annuler et rétablir");
        let mut form = vec![("step", "next")];
        let carried = ["on", "reason", "rest"].map(|name| (name, values(&done, name)));
        form.extend(carried.iter().flat_map(|(name, values)| {
            values.iter().map(move |value| (*name, value.as_str()))
        }));
        let next = browser.post(&end, &form).await;

        next.says("P100 Essai");
        next.says("Agir pour une personne");
        next.says("value=\"2027-06-30\"");
        next.says(">Le réseau se referme</textarea>");
    }

    async fn whoever_has_two_memberships_is_chosen_once_with_both(app: App) {
        let network = app.network("cybanjou").await;
        let below = app.network_below(Some(network), "rlin").await;
        let lead = app.lead_of(network, "Ana").await;
        for at in 0..100 {
            let person = app.member_of(network, &format!("P{at:03}")).await;
            if at == 98 {
                app.joins(&person, below, Role::Member, None).await;
            }
        }
        let mut browser = Browser::of(&app, &lead);

        for sort in ["name", "newest", "unseen"] {
            let list = format!("{CHOSEN}?scope=subtree&sort={sort}&all=yes");
            let shown = browser.get(&list).await;
            let (ids, rest) = (values(&shown, "memberships"), values(&shown, "rest"));
            let rest = rest.first().unwrap();
            let next = browser.get(&format!("{CHOSEN}?{rest}")).await;
            let others = values(&next, "memberships");
            assert!(ids.is_disjoint(&others), "{sort}");
            assert_eq!(ids.len() + others.len(), 102, "{sort}");
            let has_both = |page: &Shown| page.body.matches("P098 Essai").count() == 2;
            assert!(has_both(&shown) || has_both(&next), "{sort}");
        }

        let shown = browser.get(&format!("{CHOSEN}?scope=subtree&all=yes")).await;
        shown.says("La liste a 101 personnes, 102 adhésions : les 99 premières sont choisies.");
        let (ids, rest) = (values(&shown, "memberships"), values(&shown, "rest"));
        let mut form = vec![("subject", "Objet"), ("body", "Bonjour"), ("step", "do")];
        form.extend(ids.iter().map(|id| ("memberships", id.as_str())));
        form.extend(rest.iter().map(|rest| ("rest", rest.as_str())));
        let sent = browser.confirm(&format!("{CHOSEN}/write"), &form).await;
        sent.says("Agir pour 2 personnes (3 adhésions)");
        let ids = values(&sent, "memberships");
        let mut form = vec![("subject", "Objet"), ("body", "Bonjour"), ("step", "preview")];
        form.extend(ids.iter().map(|id| ("memberships", id.as_str())));
        browser.post(&format!("{CHOSEN}/write"), &form).await.says("2 courriels");
        browser.confirm(&format!("{CHOSEN}/write"), &form).await.leads_to();
        assert_eq!(app.letters().await.len(), 100, "as many as were promised");
    }

    async fn below_a_network_people_and_memberships_are_counted_apart(app: App) {
        let network = app.network("cybanjou").await;
        let below = app.network_below(Some(network), "rlin").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        app.joins(&marie, below, Role::Member, None).await;
        let event = app.event(network, |_| {}).await.to_string();
        let mut browser = Browser::of(&app, &lead);

        let here = browser.get("/networks/cybanjou/members").await;
        here.says("2 personnes");
        here.is_silent_about("adhésions)");
        let list = browser.get("/networks/cybanjou/members?scope=subtree").await;
        list.says("2 personnes, 3 adhésions");
        list.says("Choisir les 2 personnes de cette liste (3 adhésions)");
        let all = browser.get(&format!("{CHOSEN}?scope=subtree&all=yes")).await;
        all.says("Agir pour 2 personnes (3 adhésions)");

        let found = browser.get(&format!("{CHOSEN}?scope=subtree&all=yes&search=marie")).await;
        found.says("Agir pour une personne (2 adhésions)");
        let ids = values(&found, "memberships");
        let mut form = vec![("subject", "Objet"), ("body", "Bonjour"), ("localRole", "helper"),
            ("eventId", event.as_str()), ("step", "preview")];
        form.extend(ids.iter().map(|id| ("memberships", id.as_str())));
        for (act, words) in [
            ("write", "Une personne recevrait un courriel"),
            ("invite", "Une personne serait invitée"),
            ("change", "Une personne changerait de rôle"),
            ("change", "Marie Essai, rlin"),
            ("end", "2 adhésions prendraient fin"),
        ] {
            browser.post(&format!("{CHOSEN}/{act}"), &form).await.says(words);
        }
    }
}
