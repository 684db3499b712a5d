//! What those who run a network do on the page of one of its people: a role, an end, an address.

use poem::http::StatusCode;

use super::import::bring;
use crate::support::{Browser, Shown, on_both};

on_both! {
    async fn a_lead_changes_ends_and_restores_on_the_page_of_a_person(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let fellow = app.member_of(network, "Léa").await;
        let page = format!("/members/{}", marie.id);
        let mut browser = Browser::of(&app, &lead);
        let of = |shown: &Shown| {
            let at = shown.body.find("name=\"membershipId\" value=\"").unwrap() + 27;
            let at = shown.body[at - 27..].find("value=\"").unwrap() + at - 27 + 7;
            shown.body[at..].split('"').next().unwrap().to_owned()
        };

        Browser::of(&app, &fellow).get(&page).await.is_silent_about("Pour l’équipe du réseau");
        let shown = browser.get(&page).await;
        shown.says("Toutes les adhésions");
        let first = of(&shown);
        let change = [("act", "change"), ("membershipId", first.as_str()), ("role", "organiser"),
            ("localRole", "scout"), ("expectedRevision", "1")];
        let foul = Browser::of(&app, &fellow)
            .post(&format!("{page}/memberships/change"), &change).await;
        assert_eq!(foul.status, StatusCode::FORBIDDEN);
        let changed = browser.post(&format!("{page}/memberships/change"), &change).await;
        let shown = browser.follow(&changed).await;
        shown.says("animation, éclaireur·euse");
        shown.says("Annuler et rétablir");
        let second = of(&shown);
        let end = |reason, on| [("act", "end"), ("membershipId", second.as_str()),
            ("reason", reason), ("on", on)];
        let path = format!("{page}/memberships/end");
        let early = browser.post(&path, &end("Départ", "2020-01-01")).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        early.says("Départ");
        browser.post(&path, &end("Départ", "")).await.leads_to();
        browser.get(&page).await.says("l’équipe y a mis fin");
        let undo = [("memberships", second.as_str())];
        browser.post(&format!("{page}/memberships/restore"), &undo).await.leads_to();
        assert_eq!(app.count("membership where ended_on is null").await, 3);
    }

    async fn a_role_that_is_sent_as_it_is_says_that_nothing_changed(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let page = format!("/members/{}", marie.id);
        let mut browser = Browser::of(&app, &lead);
        let shown = browser.get(&page).await;
        let (_, after) = shown.body.split_once("name=\"membershipId\" value=\"").unwrap();
        let named = after.split('"').next().unwrap();
        let form = |role| [("act", "change"), ("membershipId", named), ("role", role),
            ("localRole", ""), ("expectedRevision", "1")];
        let path = format!("{page}/memberships/change");
        let (memberships, trail) = (app.count("membership").await, app.count("audit_line").await);

        let same = browser.post(&path, &form("member")).await;
        assert_eq!(same.leads_to(), format!("{page}?done=roles-unchanged"));
        let shown = browser.follow(&same).await;
        shown.says("Rien n’a changé : le rôle était déjà celui-là.");
        shown.is_silent_about("Les rôles sont changés.");
        shown.is_silent_about("Annuler et rétablir");
        assert_eq!(app.count("membership").await, memberships);
        assert_eq!(app.count("audit_line").await, trail);

        let other = browser.post(&path, &form("organiser")).await;
        browser.follow(&other).await.says("Les rôles sont changés.");
        assert_eq!(app.count("membership").await, memberships + 1);
    }

    async fn an_address_is_corrected_until_somebody_used_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let used = app.member_of(network, "Marie").await;
        let table = b"Email,Nom\nzoee@exemple.test,Petit\n";
        bring(&app, &lead, table, &[("step", "do")]).await.says("C’est importé");
        let mut browser = Browser::of(&app, &lead);
        let list = browser.get("/networks/cybanjou/members?search=petit").await;
        let at = list.body.find("href=\"/members/member_").unwrap() + 6;
        let page = list.body[at..].split('"').next().unwrap().to_owned();

        browser.get(&page).await.says("Corriger l’adresse électronique");
        let taken = browser.post(&format!("{page}/email"), &[("email", &used.email)]).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        taken.says("Une autre fiche a déjà cette adresse");
        taken.says(&format!("value=\"{}\"", used.email));
        browser.post(&format!("{page}/email"), &[("email", "zoe@exemple.test")]).await.leads_to();
        assert_eq!(app.count("member where email_key = 'zoe@exemple.test'").await, 1);

        let own = format!("/members/{}", used.id);
        browser.get(&own).await.is_silent_about("Corriger l’adresse électronique");
        let form = [("email", "voleur@exemple.test")];
        let refused = browser.post(&format!("{own}/email"), &form).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(app.count("audit_line where action = 'member.email'").await, 1);
    }
}
