//! A mutation sent twice with the same key is done once.

use chrono::TimeDelta;
use poem::{http::header, test::TestResponse};
use serde_json::{Value, json};

use crate::support::{App, Person, on_both};

const FOUND: &str = "mutation($input: NetworkCreateInput!) { networkCreate(input: $input) {
    network { id slug } userErrors { code } } }";

fn input(slug: &str, parent: domain::id::NetworkId) -> Value {
    json!({ "input": { "slug": slug, "name": slug, "level": "local", "parentId": parent.to_string() } })
}

/// Asks in a language, with the key of [`FOUND`].
async fn ask_in(app: &App, who: &Person, language: &str, variables: Value) -> TestResponse {
    let request =
        app.client.post("/graphql").body_json(&json!({ "query": FOUND, "variables": variables }));
    let request = request.header(header::COOKIE, format!("maillage={}", who.token));
    request.header(header::ACCEPT_LANGUAGE, language).header("idempotency-key", "k1").send().await
}

fn told<'a>(response: &'a TestResponse, name: &str) -> &'a str {
    response.0.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

on_both! {
    async fn a_request_that_comes_twice_is_done_once_and_answered_alike(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;

        let first = app.ask_once(&lead, "k1", FOUND, input("rlin", department)).await;
        let second = app.ask_once(&lead, "k1", FOUND, input("rlin", department)).await;

        first.done();
        assert_eq!(second.body["data"], first.body["data"]);
        // Whoever reads the table learns neither the key nor what was answered.
        let kept = "idempotency where sealed_answer is not null";
        assert_eq!(app.count(kept).await, 1);
        for words in ["sealed_answer like '%rlin%'", "key_hash = 'k1'"] {
            assert_eq!(app.count(&format!("{kept} and {words}")).await, 0, "{words}");
        }
    }

    async fn a_query_is_answered_as_things_are_whatever_key_it_brings(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let count = "{ networks(first: 1) { totalCount } }";

        let before = app.ask_once(&lead, "k1", count, json!({})).await;
        app.ask_once(&lead, "k1", FOUND, input("rlin", department)).await.done();
        let after = app.ask_once(&lead, "k1", count, json!({})).await;

        let counted = |answer: &crate::support::Answer| {
            answer.data()["networks"]["totalCount"].as_u64().unwrap()
        };
        assert_eq!(counted(&after), counted(&before) + 1);
        assert_eq!(app.count("idempotency").await, 1);
    }

    async fn an_answer_that_comes_again_says_in_which_language_it_is(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;

        let first = ask_in(&app, &lead, "en", input("cybanjou", department)).await;
        let second = ask_in(&app, &lead, "fr", input("cybanjou", department)).await;

        assert_eq!(told(&first, "idempotency-replayed"), "");
        assert_eq!(told(&second, "idempotency-replayed"), "true");
        for answer in [&first, &second] {
            assert_eq!(told(answer, "content-language"), "en");
        }
    }

    async fn a_key_belongs_to_one_request_of_one_person(app: App) {
        let department = app.network("cybanjou").await;
        let ana = app.lead_of(department, "Ana").await;
        let bob = app.lead_of(department, "Bob").await;

        app.ask_once(&ana, "k1", FOUND, input("un", department)).await.done();
        let other = app.ask_once(&ana, "k1", FOUND, input("deux", department)).await;
        let bobs = app.ask_once(&bob, "k1", FOUND, input("trois", department)).await;

        assert_eq!(other.code(), "IDEMPOTENCY_KEY_REUSED");
        bobs.done();
    }

    async fn a_key_is_forgotten_after_a_week_and_may_serve_again(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        app.ask_once(&lead, "k1", FOUND, input("un", department)).await.done();

        app.time_passes(TimeDelta::days(7)).await;
        let lead = app.signs_in_again(&lead).await;
        let kept = app.ask_once(&lead, "k1", FOUND, input("deux", department)).await;
        app.time_passes(TimeDelta::seconds(1)).await;
        let forgotten = app.count("idempotency").await;
        let anew = app.ask_once(&lead, "k1", FOUND, input("deux", department)).await;

        assert_eq!(kept.code(), "IDEMPOTENCY_KEY_REUSED");
        assert_eq!(forgotten, 0);
        anew.done();
    }

    async fn what_broke_before_anything_was_done_may_come_again(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;

        app.write("alter table audit_line rename to mislaid", vec![]).await;
        let broken = app.ask_once(&lead, "k1", FOUND, input("rlin", department)).await;
        assert_eq!(broken.code(), "INTERNAL");
        app.write("alter table mislaid rename to audit_line", vec![]).await;
        let again = app.ask_once(&lead, "k1", FOUND, input("rlin", department)).await;
        let third = app.ask_once(&lead, "k1", FOUND, input("rlin", department)).await;

        again.done();
        assert_eq!(third.body["data"], again.body["data"]);
        assert_eq!(app.count("network where slug = 'rlin'").await, 1);
    }

    async fn who_was_not_allowed_may_come_again_once_they_are(app: App) {
        let department = app.network("cybanjou").await;
        let ana = app.member_of(department, "Ana").await;

        let denied = app.ask_once(&ana, "k1", FOUND, input("rlin", department)).await;
        assert_eq!(denied.code(), "FORBIDDEN");
        app.write("update membership set role = 'lead' where member_id = ?", vec![ana.id.into()])
            .await;

        app.ask_once(&ana, "k1", FOUND, input("rlin", department)).await.done();
    }

    async fn a_refusal_in_the_payload_is_an_answer_like_another(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;

        let first = app.ask_once(&lead, "k1", FOUND, input("cybanjou", department)).await;
        app.write("update network set slug = 'anjou'", vec![]).await;
        let second = app.ask_once(&lead, "k1", FOUND, input("cybanjou", department)).await;

        assert_eq!(first.refusals(), ["SLUG_TAKEN"]);
        assert_eq!(second.body["data"], first.body["data"]);
    }

    async fn a_kept_answer_holds_no_secret(app: App) {
        let department = app.network("cybanjou").await;
        let lead = app.lead_of(department, "Ana").await;
        let make = "mutation { tokenCreate(input: { name: \"Carte\", scopes: [\"event:read\"] }) {
            created { secret } userErrors { code } } }";

        let first = app.ask_once(&lead, "k1", make, json!({})).await;
        let second = app.ask_once(&lead, "k1", make, json!({})).await;

        let secret = |answer: &crate::support::Answer| {
            answer.done()["created"]["secret"].as_str().unwrap().to_owned()
        };
        assert_eq!(secret(&first).len(), "maillage_".len() + 43);
        assert_eq!(secret(&second), "maillage_…");
    }
}
