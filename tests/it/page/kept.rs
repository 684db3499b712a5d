//! A session that ends while somebody types: what was typed is kept, and sent again after signing in.

use poem::http::StatusCode;

use crate::support::{App, Browser, Person, Shown, on_both};

/// Sends what the page holds, as its button does.
async fn send_again(browser: &mut Browser<'_>, shown: &Shown) -> Shown {
    let form = shown.body.split("Revenez à cet onglet").nth(1).unwrap();
    let inside = |text: &str, begin: &str| {
        let rest = text.split(begin).nth(1).unwrap_or_default();
        let value = rest.split('"').next().unwrap_or_default();
        value
            .replace("&#38;", "&")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#34;", "\"")
    };
    let action = inside(form, "action=\"");
    let fields: Vec<(String, String)> = form
        .split("<input type=\"hidden\"")
        .skip(1)
        .map(|input| (inside(input, "name=\""), inside(input, "value=\"")))
        .collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    browser.post(&action, &fields).await
}

async fn signs_out(app: &App, person: &Person) {
    let now = app.clock.now();
    app.write(
        "update sign_in_session set revoked_at = ? where member_id = ?",
        vec![now.into(), person.id.into()],
    )
    .await;
}

on_both! {
    async fn what_was_typed_is_sent_again_after_signing_in(app: App) {
        let network = app.network("cybanjou").await;
        let lila = app.member_of(network, "Lila").await;
        signs_out(&app, &lila).await;
        let mut browser = Browser::of(&app, &lila);
        let typed = [("subject", "Bonjour"), ("body", "Une « longue » lettre\r\net <deux> lignes")];
        let olga = app.lead_of(network, "Olga").await;
        let path = format!("/members/{}/message", olga.id);

        let kept = browser.post(&path, &typed).await;
        assert_eq!(kept.status, StatusCode::UNAUTHORIZED, "{}", kept.body);
        kept.says("Votre session a pris fin, mais rien n’est perdu");
        kept.says("target=\"_blank\"");
        kept.says("/auth/email?return_to=");
        assert_eq!(app.count("outbox").await, 0);

        let token = app.signs_in_again(&lila).await.token;
        browser.cookies.insert("maillage".to_owned(), token);
        send_again(&mut browser, &kept).await.leads_to();
        let letters = app.delivered().await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].written.text.contains("et <deux> lignes"), "{}", letters[0].written.text);
    }

    async fn whoever_has_no_session_learns_nothing_by_sending_a_form(app: App) {
        let network = app.network("cybanjou").await;
        let hidden = app.event(network, |event| event.visibility = "hosts").await;
        let nowhere = domain::id::EventId::new();
        let mut browser = Browser::of_nobody(&app);

        let typed = [("title", "Une rencontre")];
        let one = browser.post(&format!("/events/{hidden}/edit/save"), &typed).await;
        let other = browser.post(&format!("/events/{nowhere}/edit/save"), &typed).await;
        assert_eq!((one.status, other.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
        let named = |shown: &Shown, id: &str| {
            let (before, rest) = shown.body.split_once("name=\"once\"").unwrap();
            let (_, after) = rest.split_once('>').unwrap();
            format!("{before}{after}").replace(id, "")
        };
        assert_eq!(named(&one, &hidden.to_string()), named(&other, &nowhere.to_string()));
    }

    async fn secrets_and_forms_from_elsewhere_are_not_kept(app: App) {
        let network = app.network("cybanjou").await;
        let event = app.event(network, |_| {}).await;
        let mut browser = Browser::of_nobody(&app);
        let path = format!("/events/{event}/edit/save");

        let kept = browser.post(&path, &[("title", "Ici"), ("password", "chut")]).await;
        assert_eq!(kept.status, StatusCode::UNAUTHORIZED);
        kept.says("value=\"Ici\"");
        kept.is_silent_about("chut");
        let foreign = browser.post_from("cross-site", &path, &[("title", "Ailleurs")]).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        foreign.is_silent_about("Ailleurs");
    }
}
