//! The mailbox of a demonstration.

use poem::http::{StatusCode, header};

use super::crowd::{invite, settle};
use crate::support::{App, Kind};

#[tokio::test]
async fn a_demonstration_keeps_its_letters_to_be_read() {
    let app = App::demonstration(Kind::Sqlite).await;
    let crowd = settle(&app, 1, 0).await;
    invite(&app, &crowd, None, "ana@exemple.test").await;
    let worker = maillage::worker::Worker::new(&app.server).unwrap();
    assert_eq!(worker.send_due().await.unwrap(), 1);

    let list = app.client.get("/demo/mailbox").send().await;
    list.assert_status_is_ok();
    let list = list.0.into_body().into_string().await.unwrap();
    assert!(list.contains("Invitation\u{a0}: Rencontre 0000") && list.contains("/demo/mailbox/1"));

    let letter = app.client.get("/demo/mailbox/1").send().await;
    letter.assert_status_is_ok();
    let letter = letter.0.into_body().into_string().await.unwrap();
    assert!(letter.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{letter}");
    assert!(letter.contains("sandbox="), "the letter's HTML stays in its frame");

    let html = app.client.get("/demo/mailbox/1/html").send().await;
    html.assert_status_is_ok();
    let policy = html.0.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.contains("sandbox") && !policy.contains("script"), "{policy}");
    assert_eq!(html.0.headers()[header::X_FRAME_OPTIONS], "SAMEORIGIN");
    app.client.get("/demo/mailbox/2").send().await.assert_status(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn outside_a_demonstration_there_is_no_mailbox() {
    let app = App::start(Kind::Sqlite).await;

    app.client.get("/demo/mailbox").send().await.assert_status(StatusCode::NOT_FOUND);
}
