//! The workbench of those who run a network: who sees it, and the list of its people.

use domain::membership::{LocalRole, Role};
use poem::http::{StatusCode, header};

use crate::support::{Browser, Shown, on_both};

/// The pages that only those see who run the network.
const PAGES: [&str; 5] = [
    "/networks/cybanjou/members",
    "/networks/cybanjou/members/chosen",
    "/networks/cybanjou/members.csv",
    "/networks/cybanjou/invitations",
    "/networks/cybanjou/import",
];

const CHOSEN: &str = "/networks/cybanjou/members/chosen";

/// The identifiers of memberships that a page offers to choose, by the name beside each.
pub(super) fn offered(shown: &Shown, name: &str) -> String {
    let at = shown.body.find(&format!("aria-label=\"Choisir {name}\"")).unwrap();
    let before = &shown.body[..at];
    let value = before.rfind("value=\"").unwrap() + "value=\"".len();
    before[value..].split('"').next().unwrap().to_owned()
}

on_both! {
    async fn only_those_who_run_a_network_see_its_workbench(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Marie").await;
        let elsewhere = app.network("ailleurs").await;
        let other = app.lead_of(elsewhere, "Zoé").await;

        for path in PAGES {
            assert_eq!(Browser::of(&app, &lead).get(path).await.status, StatusCode::OK, "{path}");
            for who in [&member, &other] {
                let shown = Browser::of(&app, who).get(path).await;
                assert_eq!(shown.status, StatusCode::FORBIDDEN, "{path}");
                shown.is_silent_about("marie@");
            }
            Browser::of_nobody(&app).get(path).await.leads_to();
        }
        let taken = Browser::of(&app, &member).get("/networks/cybanjou/members.ods").await;
        assert_eq!(taken.status, StatusCode::FORBIDDEN);
        let ods = app.client.get("/networks/cybanjou/members.ods")
            .header(header::COOKIE, format!("maillage={}", lead.token)).send().await.0;
        assert_eq!(ods.status(), StatusCode::OK);
        assert_eq!(ods.content_type(), Some("application/vnd.oasis.opendocument.spreadsheet"));
        Browser::of(&app, &lead).get("/networks/cybanjou").await.says("/networks/cybanjou/members");
        let shown = Browser::of(&app, &member).get("/networks/cybanjou").await;
        shown.is_silent_about("/networks/cybanjou/members");
    }

    async fn an_organiser_sees_people_and_changes_none(app: App) {
        let network = app.network("cybanjou").await;
        app.lead_of(network, "Ana").await;
        let organiser = app.organiser_of(network, "Olga").await;
        let mut browser = Browser::of(&app, &organiser);

        let shown = browser.get("/networks/cybanjou/members").await;
        shown.says("Ana Essai");
        shown.is_silent_about("Importer un tableau");
        let ana = offered(&shown, "Ana Essai");
        browser.get(&format!("{CHOSEN}?memberships={ana}")).await
            .is_silent_about("Mettre fin aux adhésions");
        for (act, field) in [("change", ("role", "member")), ("end", ("reason", "x"))] {
            let form = [("memberships", ana.as_str()), field, ("step", "do")];
            let refused = browser.post(&format!("{CHOSEN}/{act}"), &form).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{act}");
        }
        assert_eq!(app.count("membership where role = 'lead' and ended_on is null").await, 1);
    }

    async fn the_list_is_searched_filtered_sorted_and_taken_away(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        app.person_with(network, "Éléonore", Role::Member, Some(LocalRole::Mediator)).await;
        let gone = app.member_of(network, "Bob").await;
        app.leaves(&gone, network).await;
        let far = "update member set last_seen_at = ? where first_name = 'Éléonore'";
        let long_ago = app.clock.now() - chrono::TimeDelta::days(500);
        app.write(far, vec![long_ago.into()]).await;
        app.write("update member set last_seen_at = ? where first_name = 'Ana'",
            vec![app.clock.now().into()]).await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/members";

        let all = browser.get(page).await;
        all.says("2 personnes");
        all.says("médiateur·rice");
        all.is_silent_about("Bob Essai");
        for (query, found, not) in [
            ("search=eleo", "Choisir Éléonore", "Choisir Ana"),
            ("role=lead", "Choisir Ana", "Choisir Éléonore"),
            ("localRole=mediator", "Choisir Éléonore", "Choisir Ana"),
            ("unseen=yes", "Choisir Éléonore", "Choisir Ana"),
            ("state=over", "Choisir Bob", "Choisir Éléonore"),
        ] {
            let shown = browser.get(&format!("{page}?{query}")).await;
            shown.says(found);
            shown.is_silent_about(not);
        }
        let unseen = browser.get(&format!("{page}?sort=unseen")).await;
        let place = |name: &str| unseen.body.find(name).unwrap();
        assert!(place("Choisir Éléonore") < place("Choisir Ana"));
        browser.get(&format!("{page}?search=zzz")).await.says("Personne ne correspond");

        let csv = browser.get("/networks/cybanjou/members.csv?localRole=mediator").await;
        csv.says("Éléonore;Essai;eleonore@exemple.test");
        assert!(csv.body.starts_with("\u{feff}Prénom;Nom;"), "{}", csv.body);
        let people = browser.get("/networks/cybanjou/members.csv").await.body;
        let asked = domain::exchange::Import {
            network: "cybanjou", bytes: people.as_bytes(), is_dry_run: true };
        let back = domain::member::import(&app.house(), asked).await.unwrap();
        assert_eq!(back.count(domain::exchange::Fate::Unchanged), 2, "{:?}", back.entries);
        csv.is_silent_about("ana@exemple.test");
        let name = csv.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(name.contains("_personnes_cybanjou.csv"), "{name}");
        assert_eq!(csv.headers[header::CACHE_CONTROL], "no-store");
    }
}
