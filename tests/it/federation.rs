//! What the federation defines for all its networks: levels and communes.

use domain::{
    exchange::{Fate, Report},
    territory,
};
use serde_json::{Value, json};

use crate::support::{App, Browser, Person, on_both};

const SET: &str = "mutation($input: NetworkLevelSetInput!) { networkLevelSet(input: $input) {
    level { code name rank } userErrors { code } } }";
const LEVELS: &str = "{ networkLevels { code name } }";

async fn administrator(app: &App) -> Person {
    let person = app.person("Administratrice").await;
    let address = person.email.parse().unwrap();
    domain::member::grant_administrator(&app.house(), &address).await.unwrap();
    person
}

fn level(code: &str, name: &str, rank: i32) -> Value {
    json!({ "input": { "code": code, "name": name, "rank": rank } })
}

fn counts(report: &Report) -> [usize; 4] {
    let count = |fate| report.count(fate);
    [count(Fate::Created), count(Fate::Changed), count(Fate::Unchanged), report.refused()]
}

on_both! {
    async fn an_administrator_adds_a_level_and_renames_another(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let administrator = administrator(&app).await;

        let usual = app.ask(None, LEVELS, json!({})).await;
        let forbidden = app.ask(Some(&lead), SET, level("canton", "Canton", 4)).await;
        let added = app.ask(Some(&administrator), SET, level("canton", "Canton", 4)).await;
        app.ask(Some(&administrator), SET, level("local", "Bassin de vie", 3)).await.done();
        app.ask(Some(&administrator), SET, level("local", "Bassin de vie", 3)).await.done();
        let wrong = app.ask(Some(&administrator), SET, level("Mon niveau", " ", -1)).await;
        let founded = app.ask(Some(&administrator), "mutation($input: NetworkCreateInput!) {
            networkCreate(input: $input) { network { level } userErrors { code } } }",
            json!({ "input": { "slug": "segre", "name": "Segré", "level": "canton" } })).await;
        let now = app.ask(None, LEVELS, json!({})).await;

        assert_eq!(usual.data()["networkLevels"].as_array().unwrap().len(), 5);
        assert_eq!(forbidden.code(), "FORBIDDEN");
        assert_eq!(added.done()["level"], json!({ "code": "canton", "name": "Canton", "rank": 4 }));
        assert_eq!(wrong.refusals(), ["LEVEL_CODE_INVALID", "NAME_MISSING", "RANK_INVALID"]);
        assert_eq!(founded.done()["network"]["level"], "canton");
        let names: Vec<_> = now.data()["networkLevels"].as_array().unwrap().iter()
            .map(|level| level["name"].as_str().unwrap().to_owned()).collect();
        assert!(names.contains(&"Bassin de vie".to_owned()) && !names.contains(&"Local".to_owned()));
        assert_eq!(app.count("audit_line where action = 'network_level.set'").await, 2, "what changes nothing leaves nothing");
    }

    async fn the_levels_are_set_on_a_page(app: App) {
        let administrator = administrator(&app).await;
        let mut browser = Browser::of(&app, &administrator);

        let refused = browser.post("/administration/networks/level",
            &[("code", "Grand Ouest"), ("name", "Grand Ouest"), ("rank", "1")]).await;
        refused.says("value=\"Grand Ouest\"");
        refused.says("lettres minuscules sans accent");
        let done = browser.post("/administration/networks/level",
            &[("code", "grand-ouest"), ("name", "Grand Ouest"), ("rank", "1")]).await;
        let shown = browser.follow(&done).await;

        shown.says("Le niveau est enregistré.");
        shown.says("grand-ouest");
    }

    async fn communes_of_another_department_come_from_a_file(app: App) {
        let network = app.network("mayenne").await;
        let lead = app.lead_of(network, "Ana").await;
        // As La Poste writes it: one row for each postal code, and the first zero lost.
        let file = "\u{feff}Code_commune_INSEE;Nom_de_la_commune;Code_postal;EPCI;nom EPCI;population\n\
            53130;Laval;53000;200083392;CA Laval Agglomération;49 657\n\
            53130;Laval;53950;;;\n\
            1004;Ambérieu-en-Bugey;1500;;;\n\
            99;Nulle part;53000;;;\n\
            53147;Mayenne;Postal;;;beaucoup\n";
        let house = app.house();

        let planned = territory::import(&house, file.as_bytes(), true).await.unwrap();
        let before = app.count("commune where insee_code = '53130'").await;
        let first = territory::import(&house, file.as_bytes(), false).await.unwrap();
        let second = territory::import(&house, file.as_bytes(), false).await.unwrap();
        let poorer = "commune_code,commune_name\n53130,LAVAL\n";
        let renamed = territory::import(&house, poorer.as_bytes(), false).await.unwrap();
        let nothing = territory::import(&house, b"a,b\n1,2\n", false).await;
        let half = territory::import(&house, b"commune_code,population\n53130,2\n", false).await;
        let covered = app.ask(Some(&lead), "mutation($input: NetworkTerritoryUpdateInput!) {
            networkTerritoryUpdate(input: $input) { network { slug } userErrors { code } } }",
            json!({ "input": { "networkId": network.to_string(), "addCommunes": ["53130"] } })).await;

        assert_eq!(counts(&planned), [3, 0, 0, 1]);
        assert_eq!(before, 0, "a dry run writes nothing");
        assert_eq!(counts(&first), [3, 0, 0, 1]);
        assert_eq!(first.problems.len(), 3);
        assert_eq!(first.problems[0].line, 5);
        assert_eq!(counts(&second), [0, 0, 3, 1]);
        assert_eq!(renamed.entries[0].fields(), ["name"], "what a file does not say stays");
        assert_eq!(app.count("commune where insee_code = '53130' and postal_codes = '53000|53950' and population = 49657").await, 1);
        assert_eq!(app.count("commune where insee_code = '01004' and postal_codes = '01500'").await, 1);
        assert!(nothing.is_err() && half.is_err());
        assert_eq!(covered.done()["network"]["slug"], "mayenne");
    }
}
