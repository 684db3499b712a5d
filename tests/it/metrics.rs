//! What the server counts of itself, and who may read it.

use maillage::{
    config::{Config, Secret},
    metrics,
};
use poem::http::{StatusCode, header};

use crate::support::{App, Kind};

async fn page(app: &App, token: Option<&str>) -> (StatusCode, String) {
    let mut request = app.client.get("/metrics");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let answer = request.send().await.0;
    (answer.status(), answer.into_body().into_string().await.unwrap())
}

#[tokio::test]
async fn the_counters_are_shown_to_whoever_has_the_token_and_to_nobody_else() {
    let token = Some(Secret("a token for curves".to_owned()));
    let app =
        App::start_with(Kind::Sqlite, |config| Config { metrics_token: token, ..config }).await;
    metrics::begin(&app.server).unwrap();
    app.client.get("/").send().await.assert_status_is_ok();
    app.client.get("/no-such/page-at-all").send().await;

    assert_eq!(page(&app, None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(page(&app, Some("another token")).await.0, StatusCode::NOT_FOUND);
    let (status, text) = page(&app, Some("a token for curves")).await;

    assert_eq!(status, StatusCode::OK);
    let home = r#"maillage_requests_total{method="GET",area="home",status="200"}"#;
    assert!(text.contains(home), "{text}");
    assert!(text.contains("maillage_request_seconds_bucket"), "{text}");
    assert!(text.contains("maillage_letters_pending 0"), "{text}");
    assert!(text.contains("maillage_statements_total"), "{text}");
    assert!(!text.contains("no-such"), "what nobody serves has no line of its own");
}

#[tokio::test]
async fn without_a_token_in_the_settings_there_is_no_such_page() {
    let app = App::start(Kind::Sqlite).await;
    metrics::begin(&app.server).unwrap();

    assert_eq!(page(&app, Some("")).await.0, StatusCode::NOT_FOUND);
}
