//! The database is away, or its disk is full: that is told, nothing confirmed is lost, and all goes on
//! by itself once it is back.

use std::time::{Duration, Instant};

use domain::{
    database::{Sql, is_away},
    id::NetworkId,
};
use poem::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{App, Browser, Kind, Person, on_both};

const FOUND: &str = "mutation($input: NetworkCreateInput!) { networkCreate(input: $input) {
    network { id slug } userErrors { code } } }";

fn named(slug: &str, parent: NetworkId, description: &str) -> Value {
    json!({ "input": { "slug": slug, "name": slug, "level": "local", "parentId": parent.to_string(),
        "description": description } })
}

async fn is_founded(app: &App, who: &Person, slug: &str) -> bool {
    let query = "query($slug: String!) { network(by: { slug: $slug }) { slug } }";
    let answer = app.ask(Some(who), query, json!({ "slug": slug })).await;
    answer.data()["network"]["slug"] == slug
}

/// From here on the file of this SQLite may not grow.
async fn fill_the_disk(app: &App) {
    let db = app.server.house.db.write();
    // Leaves no page free.
    Sql::new("vacuum", vec![]).run(db).await.unwrap();
    let pages = Sql::new("select page_count from pragma_page_count", vec![]);
    let pages = pages.number(db).await.unwrap();
    Sql::new(&format!("pragma max_page_count = {pages}"), vec![]).run(db).await.unwrap();
}

/// It may grow again.
async fn make_room(app: &App) {
    let db = app.server.house.db.write();
    Sql::new("pragma max_page_count = 1000000", vec![]).run(db).await.unwrap();
}

async fn ready(app: &App) -> (StatusCode, Duration) {
    let begun = Instant::now();
    let response = app.client.get("/healthz/ready").send().await;
    (response.0.status(), begun.elapsed())
}

#[tokio::test]
async fn a_change_that_sqlite_ends_by_itself_takes_no_later_one_with_it() {
    let app = App::start(Kind::Sqlite).await;
    let db = &app.server.house.db;
    let create = "insert into network_level (code, name, rank) values (?, ?, 1)";
    fill_the_disk(&app).await;

    let tx = db.begin().await.unwrap();
    let long = "x".repeat(100_000);
    let full = Sql::new(create, vec!["x".into(), (&long).into()]).run(&*tx).await;
    assert!(is_away(&anyhow::Error::new(full.unwrap_err())));
    drop(tx);
    drop(db.begin().await.unwrap());
    drop(db.begin().await.unwrap());
    let tx = db.begin().await.unwrap();
    Sql::new(create, vec!["y".into(), "Y".into()]).run(&*tx).await.unwrap();
    tx.commit().await.unwrap();

    let kept = Sql::new("select count(*) from network_level where code in ('x', 'y')", vec![]);
    assert_eq!(kept.number(db.read()).await.unwrap(), 1);
}

#[tokio::test]
async fn what_is_confirmed_after_a_full_disk_is_kept() {
    let app = App::start(Kind::Sqlite).await;
    let department = app.network("cybanjou").await;
    let lead = app.lead_of(department, "Ana").await;
    fill_the_disk(&app).await;

    let long = named("plein", department, &"x".repeat(40_000));
    let full = app.ask_once(&lead, "k1", FOUND, long.clone()).await;
    assert_eq!(full.code(), "UNAVAILABLE");
    // Changes that the rules refuse are given up in the same way as those that fail.
    for _ in 0..2 {
        let refused = app.ask(Some(&lead), FOUND, named("cybanjou", department, "")).await;
        assert_eq!(refused.refusals(), ["SLUG_TAKEN"]);
    }
    make_room(&app).await;
    app.ask(Some(&lead), FOUND, named("ensuite", department, "")).await.done();
    // The key of what failed is free again.
    app.ask_once(&lead, "k1", FOUND, long).await.done();

    assert_eq!(ready(&app).await.0, StatusCode::OK);
    for slug in ["ensuite", "plein"] {
        assert!(is_founded(&app, &lead, slug).await, "{slug}");
    }
    // Another process reads it too: nothing of it waits in a change that nobody ends.
    let url = &app.server.config.database_url;
    let other = domain::database::Db::open(url).await.unwrap();
    let kept = Sql::new("select count(*) from network where slug in ('ensuite', 'plein')", vec![]);
    assert_eq!(kept.number(other.read()).await.unwrap(), 2);
    other.close().await.unwrap();
}

#[tokio::test]
async fn a_form_that_finds_the_disk_full_is_told_to_come_again() {
    let app = App::start(Kind::Sqlite).await;
    let department = app.network("cybanjou").await;
    let lead = app.lead_of(department, "Ana").await;
    let mut browser = Browser::of(&app, &lead);
    let words = "x".repeat(40_000);
    let form = [("name", "Cyb@njou"), ("level", "departmental"), ("description", &words)];
    let form = [&form[..], &[(web::pages::ONCE, "a-word-of-the-page")]].concat();
    fill_the_disk(&app).await;

    let full = browser.post("/networks/cybanjou/settings/save", &form).await;

    assert_eq!(full.status, StatusCode::SERVICE_UNAVAILABLE);
    full.says("Le service est momentanément indisponible");
    assert_eq!(browser.get("/networks/cybanjou").await.status, StatusCode::OK);
    // Once there is room, the same click does it.
    make_room(&app).await;
    browser.post("/networks/cybanjou/settings/save", &form).await.leads_to();
    assert_eq!(app.count("network where length(description) = 40000").await, 1);
}

#[tokio::test]
async fn postgresql_may_go_and_come_back() {
    let app = App::start(Kind::Postgres).await;
    let department = app.network("cybanjou").await;
    let lead = app.lead_of(department, "Ana").await;

    app.database.takes_connections(false).await;
    let begun = Instant::now();
    let asked = app.ask_once(&lead, "k1", FOUND, named("absent", department, "")).await;
    assert_eq!((asked.status, asked.code()), (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"));
    let mut browser = Browser::of(&app, &lead);
    let page = browser.get("/networks/cybanjou").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    page.says("Le service est momentanément indisponible");
    let form = [("lastName", "Essai"), (web::pages::ONCE, "a-word-of-the-page")];
    let form = browser.post("/me/profile/save", &form).await;
    assert_eq!(form.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    let (status, took) = ready(&app).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(took < Duration::from_secs(4), "{took:?}");
    let live = app.client.get("/healthz/live").send().await;
    assert_eq!(live.0.status(), StatusCode::OK);
    app.database.takes_connections(true).await;

    app.ask_once(&lead, "k1", FOUND, named("absent", department, "")).await.done();
    assert!(is_founded(&app, &lead, "absent").await);
    assert_eq!(ready(&app).await.0, StatusCode::OK);
}

on_both! {
    async fn a_house_without_its_database_says_so(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;

        app.server.house.db.clone().close().await.unwrap();

        let answer = app.ask(Some(&lead), "{ viewer { member { id } } }", json!({})).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"));
        let answer = app.ask(None, "{ networks(first: 1) { totalCount } }", json!({})).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::OK, "UNAVAILABLE"));
        assert_eq!(ready(&app).await.0, StatusCode::SERVICE_UNAVAILABLE);
    }
}
