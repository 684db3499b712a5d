//! Long lists on pages that show other things too: turned page by page, counted, and kept after an act.

use domain::{id::NetworkId, membership::Role};
use poem::http::StatusCode;

use super::{
    employer::{employer, works},
    waiting::{claims, declares},
};
use crate::support::{App, Browser, Person, Shown, on_both};

/// The way to the page after this one, as a link says it.
#[track_caller]
fn next(shown: &Shown) -> String {
    let (_, after) = shown.body.split_once("rel=\"next\" href=\"").expect("there is no next page");
    let path = after.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    path.split('#').next().unwrap().to_owned()
}

/// So many members of the network.
async fn people(app: &App, network: NetworkId, count: usize) -> Vec<Person> {
    let mut people = Vec::new();
    for number in 0..count {
        people.push(app.member_of(network, &format!("Personne{number:02}")).await);
    }
    people
}

on_both! {
    async fn the_declared_jobs_and_the_claims_that_wait_are_turned_apart(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        works(&app, &lead, &app.member_of(network, "Zoé").await, &house).await;
        for person in people(&app, network, 22).await {
            declares(&app, &person, &house).await;
            claims(&app, &person, &house).await;
        }
        let path = format!("/employers/{house}");
        let mut browser = Browser::of(&app, &lead);
        let jobs = |shown: &Shown| shown.body.matches("/employments/").count() / 2;
        let claimed = |shown: &Shown| shown.body.matches("/confirm\"").count() - jobs(shown);

        let first = browser.get(&path).await;
        first.says("22 personnes");
        first.says("22 demandes");
        assert_eq!((jobs(&first), claimed(&first)), (20, 20));
        let others = next(&first);
        assert!(others.contains("claims-after="), "claims stand first: {others}");
        let second = browser.get(&others).await;
        assert_eq!((jobs(&second), claimed(&second)), (20, 2), "only the claims were turned");
        second.says("22 demandes");
        let both = browser.get(&next(&second)).await;
        assert_eq!((jobs(&both), claimed(&both)), (2, 2), "the claims stay where they were");
        both.says("Personne21 Essai");

        // What is answered there leads back there.
        let (_, form) = both.body.split_once("/employments/").unwrap();
        let action = format!("{path}/employments/{}", form.split('"').next().unwrap());
        let (_, list) = both.body.split_once("name=\"list\" value=\"").unwrap();
        let list = list.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let done = browser.post(&action, &[("list", &list)]).await;
        assert!(done.leads_to().contains("claims-after=") && done.leads_to().contains("&after="));
        browser.follow(&done).await.says("21 personnes");
        let refused = action.replace("confirm", "refuse");
        let again = browser.post(&refused, &[("list", &list), ("reason", "")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(claimed(&again), 2, "a refused form stands on the page where it stood");
    }

    async fn only_what_one_may_answer_is_listed_and_counted(app: App) {
        let network = app.network("cybanjou").await;
        let other = app.network("ailleurs").await;
        let lead = app.lead_of(network, "Ana").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        let (zoe, paul) = (app.member_of(network, "Zoé").await, app.member_of(other, "Paul").await);
        for person in [&lead, &zoe, &paul] {
            declares(&app, person, &house).await;
        }

        let shown = Browser::of(&app, &lead).get(&format!("/employers/{house}")).await;

        shown.says("Qui indique travailler ici");
        shown.says("Une personne");
        shown.says("Zoé Essai");
        shown.is_silent_about("<h3>Ana Essai");
        shown.is_silent_about("Paul Essai");
        let fellow = Browser::of(&app, &zoe).get(&format!("/employers/{house}")).await;
        fellow.is_silent_about("Qui indique travailler ici");
        let nobody = Browser::of_nobody(&app).get(&format!("/employers/{house}")).await;
        nobody.is_silent_about("Qui indique travailler ici");
    }

    async fn who_acts_for_a_structure_is_turned_and_counted(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let house = employer(&app, &lead, network, "La Maison").await;
        for person in people(&app, network, 52).await {
            claims(&app, &person, &house).await;
        }
        app.write("update employer_manager set state = 'confirmed'", vec![]).await;
        let asking = app.member_of(network, "Zoé").await;
        claims(&app, &asking, &house).await;
        let path = format!("/employers/{house}/managers");
        let mut browser = Browser::of(&app, &lead);

        let first = browser.get(&path).await;
        first.says("52 personnes");
        first.says("Quelqu’un demande à représenter");
        assert_eq!(first.body.matches("Mettre fin à ce rôle").count(), 50);
        first.is_silent_about("Zoé Essai");
        let second = browser.get(&next(&first)).await;
        assert_eq!(second.body.matches("Mettre fin à ce rôle").count(), 2);
        second.says("52 personnes");
        let presented = browser.get(&format!("/employers/{house}")).await;
        presented.says("Voir tout le monde");
        Browser::of(&app, &asking).get(&path).await.says("Retirer ma demande");
    }

    async fn the_networks_below_are_turned_on_the_page_and_in_the_settings(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        for number in 0..53 {
            app.network_below(Some(network), &format!("bassin-{number:02}")).await;
        }
        let mut browser = Browser::of(&app, &lead);

        let first = browser.get("/networks/cybanjou").await;
        first.says("53 réseaux en font partie");
        assert_eq!(first.body.matches("card card-link").count(), 48);
        let second = browser.get(&next(&first)).await;
        assert_eq!(second.body.matches("card card-link").count(), 5);
        second.says("53 réseaux en font partie");
        second.says("bassin-52");
        let foul = browser.get("/networks/cybanjou?after=nothing").await;
        assert_eq!(foul.status, StatusCode::NOT_FOUND);

        let below = |shown: &Shown| shown.body.matches("href=\"/networks/bassin-").count();
        let first = browser.get("/networks/cybanjou/settings").await;
        first.says("53 réseaux en font partie");
        assert_eq!(below(&first), 50);
        assert_eq!(below(&browser.get(&next(&first)).await), 3);
    }

    async fn ones_own_participation_is_sought_sorted_and_counted_and_printed_whole(app: App) {
        let network = app.network("cybanjou").await;
        let other = app.network("loire-numerique").await;
        let ana = app.member_of(network, "Ana").await;
        app.joins(&ana, other, Role::Member, None).await;
        for number in 0..52 {
            let host = if number == 51 { other } else { network };
            let event = app.event(host, |_| {}).await;
            let title = format!("Rencontre {number:02}");
            app.write("update event set title = ?, search = ? where id = ?",
                vec![title.clone().into(), title.to_lowercase().into(), event.into()]).await;
            app.write("insert into registration (id, event_id, member_id, state, attends, rank, \
                registered_by_id, revision, state_changed_at, created_at) \
                values (?, ?, ?, 'confirmed', 'on_site', 1, ?, 1, ?, ?)",
                vec![domain::id::RegistrationId::new().into(), event.into(), ana.id.into(),
                    ana.id.into(), app.clock.now().into(), app.clock.now().into()]).await;
        }
        let year = (app.clock.now() + chrono::TimeDelta::days(30)).format("%Y").to_string();
        // What is still to come is nothing one came to.
        Browser::of(&app, &ana).get("/me/participation").await.says("Rien en ");
        app.clock.advance(chrono::TimeDelta::days(60));
        let ana = app.signs_in_again(&ana).await;
        let page = format!("/me/participation?year={year}");
        let mut browser = Browser::of(&app, &ana);
        let rows = |words: &str| words.matches("<th scope=\"row\">").count();
        let screen = |shown: &Shown| shown.body.split("only-print\"><table").next().unwrap().to_owned();

        let all = browser.get(&page).await;
        all.says("52 rencontres");
        assert_eq!(rows(&screen(&all)), 50);
        assert_eq!(rows(&all.body), 50 + 52, "on paper the year is whole");
        assert_eq!(rows(&screen(&browser.get(&next(&all)).await)), 2);

        let found = browser.get(&format!("{page}&search=RENCONTRE+07")).await;
        found.says("Une rencontre");
        assert_eq!(rows(&screen(&found)), 1);
        assert_eq!(rows(&found.body), 1 + 52, "and whatever is looked for");
        found.says("name=\"year\" value=\"");
        let by_network = browser.get(&format!("{page}&search=loire")).await;
        assert!(screen(&by_network).contains("Rencontre 51"));
        assert_eq!(rows(&screen(&by_network)), 1, "its host is looked for too");
        let sorted = browser.get(&format!("{page}&sort=earliest&search=rencontre")).await;
        assert_ne!(screen(&sorted), screen(&all));
        assert!(next(&sorted).contains("search=rencontre") && next(&sorted).contains("sort=earliest"));
        let none = browser.get(&format!("{page}&search=zzz")).await;
        none.says("Rien ne correspond");
        none.says("Voir toute l’année");
        assert_eq!(rows(&none.body), 52);
        let empty = browser.get("/me/participation?year=2019&search=zzz").await;
        empty.says("Rien ne correspond en 2019");
        browser.get("/me/participation?year=2019").await.says("Rien en 2019.");

        let document = format!("{{ viewer {{ participations(first: 5, search: \"loire\",
            orderBy: EARLIEST_FIRST, startsFrom: \"{year}-01-01T00:00:00Z\",
            startsBefore: \"{year}-12-31T00:00:00Z\") {{ totalCount nodes {{ title }} }} }} }}");
        let answer = app.ask(Some(&ana), &document, serde_json::json!({})).await;
        assert_eq!(answer.data()["viewer"]["participations"],
            serde_json::json!({ "totalCount": 1, "nodes": [{ "title": "Rencontre 51" }] }));
    }

    async fn every_page_of_history_says_how_many_lines_it_has(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let chief = app.person("Olga").await;
        let email = chief.email.parse().unwrap();
        domain::member::grant_administrator(&app.house(), &email).await.unwrap();
        let member = app.member_of(network, "Marie").await;
        employer(&app, &lead, network, "La Maison").await;
        let mut browser = Browser::of(&app, &lead);

        let lines = app.count("audit_line where network_id is not null").await;
        browser.get("/networks/cybanjou/history").await.says(&format!("{lines} lignes"));
        let one = browser.get("/networks/cybanjou/history?kind=employer").await;
        one.says("Une ligne");
        let before = app.statements();
        browser.get("/networks/cybanjou/history?kind=charter").await.says("Rien ne correspond");
        assert!(app.statements() - before < 20);

        let mut browser = Browser::of(&app, &chief);
        let trail = format!("/administration/trail?network={network}");
        browser.get(&trail).await.says(&format!("{lines} lignes"));
        let record = browser.get(&format!("/administration/members/{}", member.id)).await;
        record.says(" ligne");
    }

    async fn the_page_of_components_shows_errors_and_has_none(app: App) {
        let shown = Browser::of_nobody(&app).get("/design").await;

        shown.says("role=\"alert\"");
        shown.says("<title>Composants");
    }
}
