//! The administration's pages: there for administrators, and for nobody else.

use poem::http::StatusCode;

use crate::support::{App, Browser, Person, on_both};

pub(super) async fn administrator(app: &App) -> Person {
    let person = app.person("Olga").await;
    let email = person.email.parse().unwrap();
    domain::member::grant_administrator(&app.house(), &email).await.unwrap();
    person
}

const PAGES: [&str; 6] = [
    "/administration",
    "/administration/duplicates",
    "/administration/health",
    "/administration/members",
    "/administration/networks",
    "/administration/trail",
];

on_both! {
    async fn the_administration_is_there_for_administrators_only(app: App) {
        let network = app.network("cybanjou").await;
        let (zoe, lead) = (app.member_of(network, "Zoé").await, app.lead_of(network, "Ana").await);
        let olga = administrator(&app).await;
        let member = format!("/administration/members/{}", zoe.id);
        let pair = format!("/administration/duplicates/{}/{}", zoe.id, lead.id);

        for path in PAGES.into_iter().chain([member.as_str(), pair.as_str()]) {
            let shown = Browser::of(&app, &olga).get(path).await;
            assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.body);
            for mut browser in
                [Browser::of_nobody(&app), Browser::of(&app, &zoe), Browser::of(&app, &lead)]
            {
                let shown = browser.get(path).await;
                assert_eq!(shown.status, StatusCode::NOT_FOUND, "{path}");
                shown.is_silent_about("Olga Essai");
            }
        }
        let posted = Browser::of(&app, &lead).post(&format!("{member}/act"), &[("reason", "x")]).await;
        assert_eq!(posted.status, StatusCode::NOT_FOUND);
        let posted = Browser::of(&app, &lead).post(&format!("{pair}/merge"), &[("sure", "yes")]).await;
        assert_eq!(posted.status, StatusCode::NOT_FOUND);
    }

    async fn people_and_networks_are_found(app: App) {
        let network = app.network("cybanjou").await;
        let zoe = app.member_of(network, "Zoé").await;
        let olga = administrator(&app).await;
        let mut browser = Browser::of(&app, &olga);

        let found = browser.get("/administration/members?search=zoe").await;
        found.says("Zoé Essai");
        found.says(&zoe.email);
        found.is_silent_about("Olga Essai</a>");
        let (local, domain) = zoe.email.split_once('@').unwrap();
        let by_address = browser.get(&format!("/administration/members?search={local}%40")).await;
        by_address.says("Zoé Essai");
        by_address.is_silent_about("Olga Essai</a>");
        browser.get(&format!("/administration/members?search=%40{domain}")).await
            .says("Olga Essai</a>");
        browser.get("/administration/members?search=z_e%40").await.says("Personne ne correspond");
        // To others the directory says nothing of an address.
        let lead = app.lead_of(network, "Ana").await;
        let path = format!("/members?search={local}%40");
        Browser::of(&app, &lead).get(&path).await.is_silent_about(&zoe.email);
        let newest = browser.get("/administration/members?sort=newest").await;
        let at = |body: &str, words: &str| body.find(words).unwrap_or_else(|| panic!("{words}"));
        assert!(at(&newest.body, "Ana Essai</a>") < at(&newest.body, "Zoé Essai</a>"));
        app.network("autre-reseau").await;
        let networks = browser.get("/administration/networks?sort=newest").await;
        assert!(at(&networks.body, "/networks/autre-reseau\"")
            < at(&networks.body, "/networks/cybanjou\""));
        browser.get("/administration/members?search=zzzzz").await.says("Personne ne correspond");
        browser.get("/administration/networks?search=cyb").await.says("/networks/cybanjou");
        let health = browser.get("/administration/health").await;
        health.says("Base de données");
        health.says("en ordre");
    }

    async fn the_trail_is_read_by_person_and_by_thing(app: App) {
        let network = app.network("cybanjou").await;
        let zoe = app.member_of(network, "Zoé").await;
        let olga = administrator(&app).await;
        let event = app.event(network, |_| {}).await;
        let mut browser = Browser::of(&app, &olga);
        let mut asking = Browser::of(&app, &zoe);
        asking.post(&format!("/events/{event}/register"), &[("attends", "on_site")]).await.leads_to();

        let of_zoe = browser.get(&format!("/administration/members/{}", zoe.id)).await;
        of_zoe.says("Ce qui lui est arrivé");
        of_zoe.says("inscription");
        let address = format!("https://maillage.test/events/{event}");
        let of_event = browser.get(&format!("/administration/trail?of={address}")).await;
        of_event.says("Zoé Essai");
        let way = format!("/administration/trail?of=/events/{event}");
        browser.get(&format!("/events/{event}")).await.says(&format!("<a href=\"{way}\">"));
        browser.get(&way).await.says("Zoé Essai");
        asking.get(&format!("/events/{event}")).await.is_silent_about("/administration");
        let of_network = browser.get(&format!("/administration/trail?network={network}")).await;
        assert_eq!(of_network.status, StatusCode::OK);
        let unknown = browser.get("/administration/trail?of=https://ailleurs.test/x").await;
        unknown.says("Aucune page n’a cette adresse");
        let before = format!("/administration/trail?of={address}&until=2020-01-01");
        browser.get(&before).await.says("Rien n’est noté pour cette période");
        for (days, wrong) in [
            ("from=2026-12-01&until=2026-01-01", "Ce jour vient avant « Du »"),
            ("from=31/02/2026", "« 31/02/2026 » n’est pas un jour du calendrier."),
        ] {
            let of_things = format!("/administration/trail?of={address}&{days}");
            for path in [of_things, format!("/networks/cybanjou/history?{days}")] {
                let shown = browser.get(&path).await;
                shown.says(wrong);
                shown.says("aria-invalid=\"true\"");
                shown.is_silent_about("Rien n’est noté");
                shown.is_silent_about("Rien ne correspond");
                shown.is_silent_about("Choisissez de quoi lire");
            }
        }
    }

    async fn two_records_are_compared_and_joined_once_one_is_sure(app: App) {
        let network = app.network("cybanjou").await;
        let (zoe, again) = (app.member_of(network, "Zoé").await, app.member_of(network, "Zoé Bis").await);
        let olga = administrator(&app).await;
        let mut browser = Browser::of(&app, &olga);
        let pair = format!("/administration/duplicates/{}/{}", zoe.id, again.id);

        browser.get("/administration/duplicates").await.says("Doublons");
        let shown = browser.get(&pair).await;
        shown.says(&zoe.email);
        shown.says(&again.email);
        shown.says("Cela ne peut pas être annulé.");
        let unsure = browser.post(&format!("{pair}/merge"), &[]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        unsure.says("Cochez la case");
        let joined = browser.post(&format!("{pair}/merge"), &[("sure", "yes")]).await;
        browser.follow(&joined).await.says("n’en font plus qu’une");
        assert_eq!(app.count("member where merged_into_id is not null").await, 1);
    }

    async fn a_record_is_closed_and_opened_again_by_the_administration(app: App) {
        let network = app.network("cybanjou").await;
        let (lead, zoe) = (app.lead_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let olga = administrator(&app).await;
        let page = format!("/administration/members/{}", zoe.id);
        let mut browser = Browser::of(&app, &olga);

        let own = browser.get(&format!("/administration/members/{}", olga.id)).await;
        own.is_silent_about("Fermer la fiche");
        browser.get(&page).await.says("toutes ses adhésions prendront fin");
        let foul = Browser::of(&app, &lead).post(&format!("{page}/archive"), &[]).await;
        assert_eq!(foul.status, StatusCode::NOT_FOUND);
        let closed = browser.post(&format!("{page}/archive"), &[("act", "archive")]).await;
        browser.follow(&closed).await.says("Rouvrir la fiche");
        assert_eq!(app.count("member where archived_at is not null").await, 1);
        let twice = browser.post(&format!("{page}/archive"), &[("act", "archive")]).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.says("C’est déjà fermé.");
        let opened = browser.post(&format!("{page}/restore"), &[("act", "archive")]).await;
        browser.follow(&opened).await.says("La fiche est de nouveau ouverte.");
        assert_eq!(app.count("membership where ended_on is null").await, 2);
    }
}
