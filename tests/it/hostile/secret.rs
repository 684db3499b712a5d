//! What opens a door is kept by its hash only, and is told to no log.

use serde_json::json;

use crate::{
    sign_in::log::Log,
    support::{App, Kind},
};

/// What follows each of these marks in a text, up to what cannot be in a secret.
fn secrets_after(marks: &[&str], text: &str) -> Vec<String> {
    let is_of_a_secret = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    marks
        .iter()
        .flat_map(|mark| text.split(mark).skip(1))
        .map(|rest| rest.chars().take_while(is_of_a_secret).collect::<String>())
        .filter(|secret| secret.len() >= 40)
        .collect()
}

#[tokio::test]
async fn no_secret_is_in_the_database_or_in_the_log() {
    let log = Log::listen();
    let app = App::start(Kind::Sqlite).await;
    let network = app.network("cybanjou").await;
    let lead = app.lead_of(network, "Ana").await;
    let mut secrets =
        vec![lead.token.clone(), "a key that only the tests know, 32 long".to_owned()];

    // A tool's key, asked for twice under one idempotency key.
    let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
        created { secret } userErrors { code } } }";
    let input = json!({ "input": { "name": "Agenda", "scopes": ["event:read"] } });
    for _ in 0..2 {
        let answer = app.ask_once(&lead, "one key", create, input.clone()).await;
        // The second time it is not told again.
        let told = &answer.done()["created"]["secret"];
        secrets.extend(told.as_str().filter(|secret| secret.len() >= 40).map(ToOwned::to_owned));
    }
    let key = secrets.iter().find(|secret| secret.starts_with("maillage_")).unwrap().clone();
    assert!(
        app.ask_with_token(&key, "{ networkLevels { code } }", json!({})).await.status.is_success()
    );

    // An invitation, and a link to sign in with: the letters carry what opens them.
    let invite = "mutation($input: InvitationsCreateInput!) { invitationsCreate(input: $input) {
        userErrors { code } } }";
    let input =
        json!({ "input": { "networkId": network.to_string(), "addresses": "zoe@exemple.test" } });
    app.ask(Some(&lead), invite, input).await.done();
    let origin = app.server.config.public_url.clone();
    let asked = app.client.post("/auth/email").header("origin", &origin);
    let form = format!("email={}", lead.email);
    let asked = asked.content_type("application/x-www-form-urlencoded").body(form).send().await;
    asked.assert_status_is_ok();
    let letters = app.delivered().await;
    assert_eq!(letters.len(), 2);
    for letter in &letters {
        let text = format!("{letter:?}");
        let found = secrets_after(&["/invitations/", "/auth/email/"], &text);
        assert!(!found.is_empty(), "{text}");
        secrets.extend(found);
    }
    for secret in secrets_after(&["/auth/email/"], &format!("{letters:?}")) {
        app.client.get(format!("/auth/email/{secret}")).send().await.assert_status_is_ok();
    }

    let file = app.server.config.database_url.trim_start_matches("sqlite://").to_owned();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.extend(std::fs::read(format!("{file}-wal")).unwrap_or_default());
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&domain::secret::hash(&lead.token)), "the look sees what is there");
    assert!(secrets.len() >= 5, "{}", secrets.len());
    for secret in &secrets {
        assert!(!holds(secret), "in the database in clear: {secret}");
        assert_eq!(log.lines_with(secret), [""; 0], "logged");
    }
}
