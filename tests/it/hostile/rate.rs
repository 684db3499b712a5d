//! Who asks too much waits, hears for how long, and takes nothing from anybody else.

use std::num::NonZeroU32;

use maillage::config::{ApiLimits, Config, Rate};
use poem::{http::StatusCode, test::TestResponse};
use serde_json::{Value, json};

use crate::support::{App, Kind, Person};

fn rate(points: u32, each_second: u32) -> Rate {
    let number = |number| NonZeroU32::new(number).unwrap();
    Rate { points: number(points), each_second: number(each_second) }
}

/// The limits are the process's: they know no database.
async fn app(anonymous: Option<Rate>, signed_in: Option<Rate>) -> App {
    let api_limits = ApiLimits { signed_in, anonymous };
    App::start_with(Kind::Sqlite, |config| Config { api_limits, ..config }).await
}

const LIST: &str = "{ networks(first: 20) { nodes { slug } } }";

async fn ask(app: &App, who: Option<&Person>, body: Value) -> TestResponse {
    let mut request = app
        .client
        .post("/graphql")
        .header("accept", "application/graphql-response+json")
        .body_json(&body);
    if let Some(who) = who {
        request = request.header("cookie", format!("maillage={}", who.token));
    }
    request.send().await
}

fn header<'a>(response: &'a TestResponse, name: &str) -> &'a str {
    response.0.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

async fn body(response: TestResponse) -> Value {
    response.json().await.value().deserialize()
}

#[tokio::test]
async fn who_asks_too_much_hears_how_long_to_wait() {
    let app = app(Some(rate(30, 2)), Some(rate(1_000, 10))).await;
    let network = app.network("cybanjou").await;
    let lead = app.lead_of(network, "Ana").await;

    let first = ask(&app, None, json!({ "query": LIST })).await;
    let second = ask(&app, None, json!({ "query": LIST })).await;

    assert_eq!(first.0.status(), StatusCode::OK);
    assert_eq!(header(&first, "ratelimit-policy"), "\"anonymous\";q=30;w=15");
    assert_eq!(header(&first, "ratelimit"), "\"anonymous\";r=9;t=11");
    assert_eq!(second.0.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = header(&second, "retry-after").parse().unwrap();
    assert!((1..=6).contains(&wait), "{wait}");
    let told = body(second).await;
    assert_eq!(told["errors"][0]["extensions"]["code"], "RATE_LIMITED");
    assert!(told.get("data").is_none());
    assert_eq!(told["extensions"]["cost"]["requested"], 21);
    assert_eq!(told["extensions"]["cost"]["throttleStatus"]["maximumAvailable"], 30);
    // Somebody who is signed in is none the worse for it.
    let other = ask(&app, Some(&lead), json!({ "query": LIST })).await;
    assert_eq!(other.0.status(), StatusCode::OK);
    let told = body(other).await;
    assert_eq!(told["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"], 979);
}

#[tokio::test]
async fn what_is_refused_is_counted_too() {
    let app = app(Some(rate(3, 1)), None).await;

    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(ask(&app, None, json!({ "query": "{" })).await.0.status().as_u16());
    }

    assert_eq!(statuses, [400, 400, 400, 429]);
}

#[tokio::test]
async fn a_cost_can_be_known_without_running_anything() {
    let app = app(Some(rate(30, 1)), Some(rate(30, 1))).await;
    let network = app.network("cybanjou").await;
    let lead = app.lead_of(network, "Ana").await;
    let create = "mutation($input: EmployerCreateInput!) { employerCreate(input: $input) {
        employer { id } userErrors { code } } }";
    let dry = |query: &str, input: Value| {
        json!({ "query": query, "variables": { "input": input },
            "extensions": { "dryRunCost": true } })
    };
    let input = json!({ "name": "La Fabrique", "networkId": network.to_string() });

    let priced = ask(&app, Some(&lead), dry(create, input)).await;
    let status = priced.0.status();
    let told = body(priced).await;
    let dear = body(ask(&app, Some(&lead), dry(LIST, json!(null))).await).await;

    assert_eq!((status, &told["data"]), (StatusCode::OK, &json!({})));
    assert_eq!(told["extensions"]["cost"]["isDryRun"], true);
    assert_eq!(told["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"], 29);
    assert_eq!(dear["extensions"]["cost"]["requested"], 21);
    assert_eq!(app.count("employer").await, 0, "nothing was done");
}
