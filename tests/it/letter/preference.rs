//! Who no longer wants which letters: by one click, on the page, through the API.

use domain::{
    context::{Context, Door},
    error::{Denied, Halt, Needs},
    id::{EventId, MemberId},
    letter::{self, Reader},
    outbox::Told,
    policy,
};
use poem::http::{StatusCode, header};
use serde_json::json;

use super::crowd::{invite, number, settle, tell};
use crate::support::{Browser, on_both};

fn path(url: &str) -> String {
    url.split_once("://").unwrap().1.split_once('/').map(|(_, path)| format!("/{path}")).unwrap()
}

on_both! {
    async fn one_click_ends_a_category_and_looking_ends_nothing(app: App) {
        let crowd = settle(&app, 2, 0).await;
        let member = crowd.members[1];
        invite(&app, &crowd, Some(member), "personne1@example.org").await;
        let letters = app.delivered().await;
        let stop = path(&letters[0].written.unsubscribe.as_ref().unwrap().one_click_url);

        // A mail scanner looks at every link.
        app.client.get(&stop).send().await.assert_status_is_ok();
        let told = Told::EventMessage {
            event: EventId::of(crowd.events[0]),
            subject: "Covoiturage".to_owned(),
            body: "Qui part de Cholet ?".to_owned(),
        };
        assert_eq!(number(&app, "select count(*) from letter_refusal").await, 0);

        let response = app
            .client
            .post(&stop)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body("List-Unsubscribe=One-Click")
            .send()
            .await;
        response.assert_status_is_ok();
        app.client.post(&stop).send().await.assert_status_is_ok();

        assert_eq!(number(&app, "select count(*) from letter_refusal").await, 1);
        super::crowd::change(&app, "update outbox set key = 'another', state = 'pending'", vec![]).await;
        tell(&app, &crowd, told, Some(member), "personne1@example.org").await;
        let letters = app.delivered().await;
        let subjects: Vec<_> = letters.iter().map(|parcel| parcel.written.subject.as_str()).collect();
        assert_eq!(subjects, ["Covoiturage\u{a0}: Rencontre 0000"], "invitations are over, news is not");
        assert_eq!(number(&app, "select count(*) from outbox where state = 'skipped' and last_error = 'unsubscribed'").await, 1);
    }

    async fn an_address_that_belongs_to_nobody_can_refuse_too(app: App) {
        let crowd = settle(&app, 1, 0).await;
        invite(&app, &crowd, None, "Inconnue@Exemple.test").await;
        let letters = app.delivered().await;
        let stop = path(&letters[0].written.unsubscribe.as_ref().unwrap().one_click_url);

        app.client.post(&stop).send().await.assert_status_is_ok();

        super::crowd::change(&app, "update outbox set state = 'pending'", vec![]).await;
        assert!(app.delivered().await.is_empty());
        assert_eq!(number(&app, "select count(*) from address_refusal").await, 1);
    }

    async fn the_preference_page_needs_no_sign_in_and_keeps_what_is_chosen(app: App) {
        let crowd = settle(&app, 1, 0).await;
        let reader = Reader::Member(MemberId::of(crowd.members[0]));
        let token = letter::token_of(&app.house(), &reader);
        let page = format!("/letters/preferences?token={token}");

        let shown = app.client.get(&page).send().await;
        shown.assert_status_is_ok();
        shown.assert_header(header::CACHE_CONTROL, "no-store");
        let html = shown.0.into_body().into_string().await.unwrap();
        assert_eq!(html.matches(" checked").count(), 5, "{html}");
        assert!(!html.contains("letter-category"), "{html}");

        let saved = app
            .client
            .post(&page)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body("category=invitation&category=news")
            .send()
            .await;
        saved.assert_status_is_ok();
        let html = saved.0.into_body().into_string().await.unwrap();
        assert_eq!(html.matches(" checked").count(), 2, "{html}");
        let refused = letter::refused(&app.house(), &reader).await.unwrap();
        let mut words: Vec<_> = refused.iter().map(|category| category.word()).collect();
        words.sort_unstable();
        assert_eq!(words, ["message", "reminder", "request"]);
        let audit = "select count(*) from audit_line where action = 'letter_preference.update' and door = 'letter'";
        assert_eq!(number(&app, audit).await, 1);
    }

    async fn who_refused_before_joining_sees_it_and_takes_it_back(app: App) {
        let network = app.network("cybanjou").await;
        let (lead, ida) = (app.lead_of(network, "Ana").await, app.member_of(network, "Ida").await);
        let event = app.event(network, |_| {}).await;
        let asked = "{ viewer { letterPreferences { category isReceived } } }";
        let update = "mutation { letterPreferencesUpdate(input: { refused: [] }) {
            letterPreferences { isReceived } userErrors { code } } }";
        let invite = "mutation($input: EventInviteInput!) { eventInvite(input: $input) {
            invitedCount userErrors { code } } }";
        app.write("insert into address_refusal (email_key, category, created_at) \
             select email_key, 'invitation', created_at from member where first_name = 'Ida'", vec![]).await;

        let before = app.ask(Some(&ida), asked, json!({})).await;
        let page = Browser::of(&app, &ida).get("/me/letters").await;
        app.ask(Some(&ida), update, json!({})).await.done();
        let input = json!({ "input": { "eventId": event.to_string(),
            "guests": { "memberIds": [ida.id.to_string()] } } });
        app.ask(Some(&lead), invite, input).await.done();

        assert_eq!(before.data()["viewer"]["letterPreferences"][0],
            json!({ "category": "INVITATION", "isReceived": false }));
        assert_eq!(page.body.matches(" checked").count(), 4, "{}", page.body);
        assert_eq!(app.count("address_refusal").await, 0);
        assert_eq!(app.delivered().await.len(), 1);
    }

    async fn nobody_looks_at_what_another_receives(app: App) {
        let network = app.network("cybanjou").await;
        let (lead, ida) = (app.lead_of(network, "Ana").await, app.member_of(network, "Ida").await);
        let house = app.house();
        let by = policy::By::Member(lead.id);
        let standing = policy::load(house.db(), &app.clock, by).await.unwrap().unwrap();
        let ctx = Context::new(house.house().clone(), standing, Door::Api, "test");

        let own = letter::refused(&ctx, &Reader::Member(lead.id)).await.unwrap();
        let other = letter::refused(&ctx, &Reader::Member(ida.id)).await.unwrap_err();
        let address = Reader::Address("quelqu.un@exemple.test".to_owned());
        let address = letter::refused(&ctx, &address).await.unwrap_err();

        assert!(own.is_empty());
        assert!(matches!(other, Halt::Denied(Denied::Forbidden(Needs::Oneself))), "{other:?}");
        assert!(matches!(address, Halt::Denied(Denied::Hidden)), "{address:?}");
    }

    async fn a_key_that_is_not_ours_opens_nothing(app: App) {
        let crowd = settle(&app, 2, 0).await;
        let house = app.house();
        let own = letter::token_of(&house, &Reader::Member(MemberId::of(crowd.members[0])));
        let other = letter::token_of(&house, &Reader::Member(MemberId::of(crowd.members[1])));
        let mixed = format!("{}.{}", own.split_once('.').unwrap().0, other.split_once('.').unwrap().1);

        for token in ["", "x", "a.b", mixed.as_str(), &own[..own.len() - 2]] {
            for path in ["/letters/preferences", "/letters/unsubscribe"] {
                let path = format!("{path}?token={token}&category=news");
                app.client.get(&path).send().await.assert_status(StatusCode::NOT_FOUND);
                app.client.post(&path)
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .send().await.assert_status(StatusCode::NOT_FOUND);
            }
        }
        let path = format!("/letters/unsubscribe?token={own}&category=transactional");
        app.client.post(&path).send().await.assert_status(StatusCode::NOT_FOUND);
        assert_eq!(number(&app, "select count(*) from letter_refusal").await, 0);
    }

    async fn members_choose_their_letters_through_the_api(app: App) {
        let ana = app.person("Ana").await;
        let asked = "{ viewer { letterPreferences { category isReceived } } }";
        let update = "mutation($refused: [LetterCategory!]!) {
            letterPreferencesUpdate(input: { refused: $refused }) {
                letterPreferences { category isReceived } userErrors { code field } } }";

        let answer = app.ask(Some(&ana), update, json!({ "refused": ["REMINDER"] })).await;
        answer.done();
        let answer = app.ask(Some(&ana), asked, json!({})).await;
        assert_eq!(answer.data()["viewer"]["letterPreferences"], json!([
            { "category": "INVITATION", "isReceived": true },
            { "category": "REMINDER", "isReceived": false },
            { "category": "REQUEST", "isReceived": true },
            { "category": "NEWS", "isReceived": true },
            { "category": "MESSAGE", "isReceived": true },
        ]));

        let answer = app.ask(Some(&ana), update, json!({ "refused": ["TRANSACTIONAL"] })).await;
        assert_eq!(answer.refusals(), ["CATEGORY_REQUIRED"]);
        let answer = app.ask(None, update, json!({ "refused": [] })).await;
        assert_eq!(answer.code(), "UNAUTHENTICATED");
    }
}
