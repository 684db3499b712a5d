//! An administrator acts as somebody: told, noted, limited, and over after an hour.

use chrono::TimeDelta;
use domain::database::Bind;
use poem::http::StatusCode;
use serde_json::json;

use crate::support::{App, Browser, Person, on_both};

async fn administrator(app: &App, name: &str) -> Person {
    let person = app.person(name).await;
    let email = person.email.parse().unwrap();
    domain::member::grant_administrator(&app.house(), &email).await.unwrap();
    person
}

const START: &str = "mutation($input: ActAsStartInput!) { actAsStart(input: $input) {
    acting { member { id } reason until } userErrors { code field } } }";
const END: &str = "mutation { actAsEnd(input: {}) {
    ended { member { id } } userErrors { code } } }";
const VIEWER: &str = "{ viewer { member { id } isAdministrator acting { reason } } }";

async fn acts(app: &App, olga: &Person, zoe: &Person) {
    let input =
        json!({ "input": { "memberId": zoe.id.to_string(), "reason": "Elle l’a demandé" } });
    let answer = app.ask(Some(olga), START, input).await;
    assert_eq!(answer.done()["acting"]["member"]["id"], zoe.id.to_string());
}

on_both! {
    async fn an_administrator_acts_as_somebody_who_is_told(app: App) {
        let network = app.network("cybanjou").await;
        let zoe = app.member_of(network, "Zoé").await;
        let olga = administrator(&app, "Olga").await;
        let mut browser = Browser::of(&app, &olga);
        let page = format!("/administration/members/{}", zoe.id);

        let silent = browser.post(&format!("{page}/act"), &[("reason", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        silent.says("Indiquez pourquoi.");
        let long = "x".repeat(1001);
        let long = browser.post(&format!("{page}/act"), &[("reason", &long)]).await;
        long.says("xxxxxxxxxx</textarea>");
        let begun = browser.post(&format!("{page}/act"), &[("reason", "Elle l’a demandé")]).await;
        browser.follow(&begun).await.says("Vous agissez au nom de Zoé Essai");
        for path in ["/", "/calendar", "/networks", "/design", "/privacy"] {
            browser.get(path).await.says("Arrêter d’agir en son nom");
        }
        assert_eq!(browser.get("/administration").await.status, StatusCode::NOT_FOUND);
        assert_eq!(app.count(&format!(
            "outbox where kind = 'acted_as' and email = '{}'", zoe.email)).await, 1);
        Browser::of(&app, &zoe).get("/me").await.is_silent_about("Vous agissez au nom");

        let ended = browser.post("/administration/act-as/end", &[]).await;
        let shown = browser.follow(&ended).await;
        shown.says("Vous agissez de nouveau en votre nom");
        shown.says("au nom de Zoé Essai");
        shown.is_silent_about("Arrêter d’agir");
    }

    async fn every_line_tells_who_acted_and_as_whom(app: App) {
        let network = app.network("cybanjou").await;
        let zoe = app.member_of(network, "Zoé").await;
        let olga = administrator(&app, "Olga").await;
        let event = app.event(network, |_| {}).await;

        acts(&app, &olga, &zoe).await;
        let register = "mutation($input: RegistrationCreateInput!) {
            registrationCreate(input: $input) { registration { id } userErrors { code } } }";
        app.ask(Some(&olga), register, json!({ "input": { "eventId": event.to_string() } }))
            .await.done();
        app.ask(Some(&olga), END, json!({})).await.done();

        let trail = "query($id: ID!) { member(by: { id: $id }) { history(first: 20) { nodes {
            action actor { member { id } } actingAs { id } } } } }";
        let answer = app.ask(Some(&olga), trail, json!({ "id": zoe.id.to_string() })).await;
        let lines = answer.data()["member"]["history"]["nodes"].as_array().unwrap().clone();
        let line = |action: &str| {
            lines.iter().find(|line| line["action"] == action).unwrap_or_else(|| panic!("{lines:?}"))
        };
        assert_eq!(line("registration.create")["actor"]["member"]["id"], olga.id.to_string());
        assert_eq!(line("registration.create")["actingAs"]["id"], zoe.id.to_string());
        assert_eq!(line("member.act_as")["actor"]["member"]["id"], olga.id.to_string());
        assert_eq!(line("member.act_as_end")["actingAs"]["id"], zoe.id.to_string());
    }

    async fn what_is_the_person_s_alone_stays_refused(app: App) {
        let network = app.network("cybanjou").await;
        let (zoe, lea) = (app.member_of(network, "Zoé").await, app.member_of(network, "Léa").await);
        let (olga, paul) = (administrator(&app, "Olga").await, administrator(&app, "Paul").await);
        let own = json!({ "input": { "memberId": zoe.id.to_string() } });

        let other = json!({ "input": { "memberId": paul.id.to_string(), "reason": "x" } });
        assert_eq!(app.ask(Some(&olga), START, other).await.code(), "FORBIDDEN");
        let oneself = json!({ "input": { "memberId": olga.id.to_string(), "reason": "x" } });
        assert_eq!(app.ask(Some(&olga), START, oneself).await.code(), "FORBIDDEN");
        let by_member = json!({ "input": { "memberId": zoe.id.to_string(), "reason": "x" } });
        assert_eq!(app.ask(Some(&lea), START, by_member.clone()).await.code(), "FORBIDDEN");
        assert_eq!(app.ask(None, START, by_member).await.code(), "UNAUTHENTICATED");

        acts(&app, &olga, &zoe).await;
        let viewer = app.ask(Some(&olga), VIEWER, json!({})).await;
        assert_eq!(viewer.data()["viewer"]["member"]["id"], zoe.id.to_string());
        assert_eq!(viewer.data()["viewer"]["isAdministrator"], false);
        let refused = [
            ("mutation($input: MemberExportInput!) { memberExport(input: $input) {
                userErrors { code } } }", own.clone()),
            ("mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
                userErrors { code } } }",
                json!({ "input": { "name": "x", "scopes": ["member:read"] } })),
            ("mutation($input: MemberMessageSendInput!) { memberMessageSend(input: $input) {
                userErrors { code } } }", json!({ "input": { "memberId": lea.id.to_string(),
                "subject": "x", "body": "x" } })),
            ("mutation($input: CalendarFeedCreateInput!) { calendarFeedCreate(input: $input) {
                userErrors { code } } }", json!({ "input": {} })),
            (START, json!({ "input": { "memberId": lea.id.to_string(), "reason": "x" } })),
        ];
        for (document, variables) in refused {
            assert_eq!(app.ask(Some(&olga), document, variables).await.code(), "FORBIDDEN",
                "{document}");
        }
        let mut browser = Browser::of(&app, &olga);
        for path in ["/me/data", "/me/data/erase"] {
            assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let erased = browser.post("/me/data/erase/confirm", &[("sure", "yes")]).await;
        assert_eq!(erased.status, StatusCode::FORBIDDEN);
        assert_eq!(app.count("member where erased_at is not null").await, 0);
    }

    async fn it_ends_by_itself_after_an_hour_or_with_the_role(app: App) {
        let network = app.network("cybanjou").await;
        let zoe = app.member_of(network, "Zoé").await;
        let olga = administrator(&app, "Olga").await;
        let who = |answer: crate::support::Answer| {
            answer.data()["viewer"]["member"]["id"].as_str().unwrap().to_owned()
        };

        acts(&app, &olga, &zoe).await;
        app.clock.advance(TimeDelta::minutes(59));
        assert_eq!(who(app.ask(Some(&olga), VIEWER, json!({})).await), zoe.id.to_string());
        app.clock.advance(TimeDelta::minutes(2));
        assert_eq!(who(app.ask(Some(&olga), VIEWER, json!({})).await), olga.id.to_string());
        assert_eq!(app.ask(Some(&olga), END, json!({})).await.refusals(), ["NOT_ACTING"]);

        acts(&app, &olga, &zoe).await;
        app.write("update member set is_administrator = false where id = ?", vec![Bind::from(olga.id)]).await;
        assert_eq!(who(app.ask(Some(&olga), VIEWER, json!({})).await), olga.id.to_string());
    }
}
