//! What leads do on a person's page that reaches further than one role: another network, a closed record.

use poem::http::StatusCode;

use crate::support::{App, Browser, Person, Shown, on_both};

/// The first membership whose forms the page shows.
fn membership(shown: &Shown) -> String {
    let (_, after) = shown.body.split_once("name=\"membershipId\" value=\"").unwrap();
    after.split('"').next().unwrap().to_owned()
}

async fn open(app: &App, person: &Person) -> i64 {
    let of = format!(
        "membership join member on member.id = membership.member_id \
        where ended_on is null and email = '{}'",
        person.email
    );
    app.count(&of).await
}

on_both! {
    async fn a_page_opened_later_still_restores_what_was_ended_or_gives_a_role_back(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.member_of(network, "Marie").await;
        let page = format!("/members/{}", marie.id);
        let mut browser = Browser::of(&app, &lead);
        let shown = browser.get(&page).await;
        shown.is_silent_about("memberships/restore");
        let named = membership(&shown);

        let form = [("act", "change"), ("membershipId", named.as_str()), ("role", "organiser"),
            ("localRole", "")];
        browser.post(&format!("{page}/memberships/change"), &form).await.leads_to();
        browser.get(&page).await.says("Redonner ce rôle");
        let back = [("memberships", named.as_str())];
        browser.post(&format!("{page}/memberships/restore"), &back).await.leads_to();
        assert_eq!(app.count("membership where role = 'organiser' and ended_on is null").await, 0);

        let named = membership(&browser.get(&page).await);
        let form = [("act", "end"), ("membershipId", named.as_str()), ("on", ""), ("reason", "")];
        let ended = browser.post(&format!("{page}/memberships/end"), &form).await;
        browser.follow(&ended).await.says("Annuler et rétablir");
        assert_eq!(open(&app, &marie).await, 0);
        browser.get(&page).await.says("Rétablir<span class=\"only-heard\"> l’adhésion à cybanjou");
        let back = [("memberships", named.as_str())];
        browser.post(&format!("{page}/memberships/restore"), &back).await.leads_to();
        assert_eq!(open(&app, &marie).await, 1);
    }

    async fn a_lead_moves_a_person_to_another_network_that_they_lead(app: App) {
        let department = app.network("cybanjou").await;
        let here = app.network_below(Some(department), "saumurois").await;
        let there = app.network_below(Some(department), "choletais").await;
        app.network("ailleurs").await;
        let lead = app.lead_of(department, "Ana").await;
        let local = app.lead_of(here, "Olga").await;
        let marie = app.member_of(here, "Marie").await;
        let page = format!("/members/{}", marie.id);
        let mut browser = Browser::of(&app, &lead);

        // Who leads one network only has nowhere to move anybody to.
        Browser::of(&app, &local).get(&page).await.is_silent_about("Changer de réseau");
        let shown = browser.get(&page).await;
        shown.says(&format!("value=\"{there}\""));
        shown.is_silent_about(">ailleurs<");
        let named = membership(&shown);
        let to = there.to_string();
        let form = |to, on| [("act", "transfer"), ("membershipId", named.as_str()),
            ("toNetworkId", to), ("on", on), ("reason", "Déménagement")];
        let path = format!("{page}/memberships/transfer");
        let unchosen = browser.post(&path, &form("", "")).await;
        assert_eq!(unchosen.status, StatusCode::UNPROCESSABLE_ENTITY);
        unchosen.says("Choisissez le nouveau réseau.");
        unchosen.says("Déménagement");
        let early = browser.post(&path, &form(&to, "2020-01-01")).await;
        early.says("L’adhésion n’avait pas commencé à cette date.");
        let foul = Browser::of(&app, &local).post(&path, &form(&to, "")).await;
        assert_eq!(foul.status, StatusCode::FORBIDDEN);
        let moved = browser.post(&path, &form(&to, "")).await;

        assert_eq!(moved.leads_to(), format!("{page}?done=transferred"));
        let shown = browser.follow(&moved).await;
        shown.says("passe dans l’autre réseau");
        shown.says("choletais");
        assert_eq!(open(&app, &marie).await, 1);
        assert_eq!(app.count("membership where ending = 'transferred'").await, 1);
    }

    async fn what_lies_ahead_says_when_it_ends_and_is_gone_once_undone(app: App) {
        let department = app.network("cybanjou").await;
        let here = app.network_below(Some(department), "saumurois").await;
        let there = app.network_below(Some(department), "choletais").await.to_string();
        let lead = app.lead_of(department, "Ana").await;
        let local = app.lead_of(here, "Olga").await;
        let marie = app.member_of(here, "Marie").await;
        let page = format!("/members/{}", marie.id);
        let mut browser = Browser::of(&app, &lead);
        let mut own = Browser::of(&app, &marie);
        let shown = browser.get(&page).await;
        shown.says("Aujourd’hui si vous n’indiquez rien.");
        let named = membership(&shown);
        let form = [("act", "transfer"), ("membershipId", named.as_str()),
            ("toNetworkId", there.as_str()), ("on", "2027-01-15"), ("reason", "")];
        browser.post(&format!("{page}/memberships/transfer"), &form).await.leads_to();

        let shown = browser.get(&page).await;
        let ahead = membership(&shown);
        assert_ne!(ahead, named);
        shown.says(&format!("<h3 id=\"{ahead}\">"));
        shown.says("à partir du 15 janvier 2027");
        shown.says("<td data-label=\"Au\"><span class=\"soft\">à venir</span></td>");
        shown.is_silent_about("<td data-label=\"Au\"><span class=\"soft\">en cours</span></td>");
        shown.says("Si vous n’indiquez rien, le 15 janvier 2027");
        shown.says("la personne reste dans le réseau qu’elle devait quitter");
        shown.is_silent_about("Aujourd’hui si vous n’indiquez rien.");
        let mine = own.get("/me/networks").await;
        mine.says(&format!("<h2 id=\"{ahead}\">"));
        mine.says("Si vous n’indiquez rien, le 15 janvier 2027");
        let form = [("act", "end"), ("membershipId", ahead.as_str()), ("on", ""), ("reason", "")];
        let ended = browser.post(&format!("{page}/memberships/end"), &form).await;
        browser.follow(&ended).await.is_silent_about("Annuler et rétablir");

        let shown = browser.get(&page).await;
        shown.is_silent_about(&format!("<h3 id=\"{ahead}\">"));
        shown.says(&format!("<h3 id=\"{named}\">"));
        // Who is not expected there any more can be moved there again.
        shown.says(&format!("value=\"{there}\""));
        // What never began is no part of the past.
        shown.is_silent_about("15 janvier 2027");
        let mine = own.get("/me/networks").await;
        mine.says(&format!("<h2 id=\"{named}\">"));
        mine.is_silent_about("15 janvier 2027");
        let form = [("act", "transfer"), ("membershipId", named.as_str()),
            ("toNetworkId", there.as_str()), ("on", "2027-02-20"), ("reason", "")];
        let announced = browser.post(&format!("{page}/memberships/transfer"), &form).await;
        browser.follow(&announced).await
            .says("l’adhésion passera dans l’autre réseau le 20 février 2027.");
        // Who does not lead the other network could not take it back.
        let restore = format!("action=\"{page}/memberships/restore\"");
        browser.get(&page).await.says(&restore);
        let local = Browser::of(&app, &local).get(&page).await;
        local.says("Pour l’équipe du réseau");
        local.is_silent_about(&restore);
        let back = [("memberships", named.as_str())];
        browser.post(&format!("{page}/memberships/restore"), &back).await.leads_to();
        browser.get(&page).await.is_silent_about("20 février 2027");
        own.get("/me/networks").await.is_silent_about("20 février 2027");
        // Nor is it past once the day has come.
        app.clock.advance(chrono::TimeDelta::days(150));
        let marie = app.signs_in_again(&marie).await;
        Browser::of(&app, &marie).get("/me/networks").await.is_silent_about("15 janvier 2027");
    }

    async fn a_lead_closes_a_record_and_opens_it_again(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let marie = app.member_of(network, "Marie").await;
        let page = format!("/members/{}", marie.id);
        let mut browser = Browser::of(&app, &lead);

        Browser::of(&app, &organiser).get(&page).await.is_silent_about("Fermer la fiche");
        let foul = Browser::of(&app, &organiser).post(&format!("{page}/archive"), &[]).await;
        assert_eq!(foul.status, StatusCode::FORBIDDEN);
        let own = Browser::of(&app, &lead).get(&format!("/members/{}", lead.id)).await;
        own.is_silent_about("Fermer la fiche");
        browser.get(&page).await.says("ne pourra plus se connecter");
        let form = [("act", "archive")];
        let closed = browser.post(&format!("{page}/archive"), &form).await;
        assert_eq!(closed.leads_to(), format!("{page}?done=record-closed"));
        let shown = browser.follow(&closed).await;
        shown.says("Cette fiche est fermée.");
        shown.says("Rouvrir la fiche");
        assert_eq!(open(&app, &marie).await, 0);
        Browser::of(&app, &marie).get("/me").await.leads_to();
        let twice = browser.post(&format!("{page}/archive"), &form).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.says("C’est déjà fermé.");

        let opened = browser.post(&format!("{page}/restore"), &form).await;
        assert_eq!(opened.leads_to(), format!("{page}?done=record-reopened"));
        browser.follow(&opened).await.is_silent_about("Cette fiche est fermée.");
        assert_eq!(open(&app, &marie).await, 1);
    }

    async fn a_record_of_the_administration_is_not_for_leads_to_close(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let zoe = app.member_of(network, "Zoé").await;
        let email = zoe.email.parse().unwrap();
        domain::member::grant_administrator(&app.house(), &email).await.unwrap();
        let page = format!("/members/{}", zoe.id);
        let mut browser = Browser::of(&app, &lead);

        browser.get(&page).await.is_silent_about("Fermer la fiche");
        let refused = browser.post(&format!("{page}/archive"), &[]).await;

        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(app.count("member where archived_at is not null").await, 0);
    }
}
