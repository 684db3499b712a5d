//! Calendars that programs read: public ones, and by a secret address one's own.

use domain::id::{EventId, NetworkId};
use poem::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::support::{App, Browser, Person, on_both, read_by};

/// What npm's ical.js understands of a calendar; `PyPI`'s icalendar and vobject understand the same.
fn read(calendar: &str) -> Value {
    let read = read_by("read_calendar.mjs", calendar);
    let others = read_by("read_calendars.py", calendar);
    let entries = read["entries"].as_array().unwrap();
    for (parser, other) in others[0].as_object().unwrap() {
        assert_eq!(other["method"], read["method"], "{parser}");
        let others = other["entries"].as_array().unwrap();
        assert_eq!(others.len(), entries.len(), "{parser}");
        for (other, entry) in others.iter().zip(entries) {
            for fact in ["uid", "summary", "status", "starts", "ends", "organizer"] {
                assert_eq!(other[fact], entry[fact], "{parser}: {fact}");
            }
        }
    }
    read
}

async fn event(app: &App, network: NetworkId, visibility: &'static str, title: &str) -> EventId {
    let event = app
        .event(network, |event| {
            event.visibility = visibility;
            event.audience = "everyone";
        })
        .await;
    app.write("update event set title = ? where id = ?", vec![title.into(), event.into()]).await;
    event
}

/// Opens a person's own calendar, and tells its path.
async fn opened(app: &App, person: &Person, replaces: bool) -> String {
    let answer = app
        .ask(
            Some(person),
            "mutation($input: CalendarFeedCreateInput!) { calendarFeedCreate(input: $input) {
                calendarFeed { path } userErrors { code } } }",
            json!({ "input": { "replaces": replaces } }),
        )
        .await;
    answer.done()["calendarFeed"]["path"].as_str().unwrap().to_owned()
}

fn summaries(calendar: &Value) -> Vec<&str> {
    let entries = calendar["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["summary"].as_str().unwrap()).collect()
}

on_both! {
    async fn a_public_calendar_is_the_same_for_everybody_and_to_the_last_byte(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "saumurois").await;
        event(&app, local, "public", "Rencontre, « ouverte » ; à tous").await;
        event(&app, local, "hosts", "Entre nous").await;
        let beside = app.network_below(Some(department), "choletais").await;
        event(&app, beside, "public", "À Cholet").await;
        let lead = app.lead_of(local, "Ana").await;
        let (mut nobody, mut insider) = (Browser::of_nobody(&app), Browser::of(&app, &lead));

        let feed = nobody.get("/calendar/feed.ics").await;
        let again = insider.get("/calendar/feed.ics").await;
        let branch = nobody.get("/calendar/saumurois.ics").await;

        assert_eq!(feed.status, StatusCode::OK);
        assert_eq!(feed.headers[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
        assert_eq!(feed.body, again.body, "who asks does not matter");
        let calendar = read(&feed.body);
        assert_eq!(calendar["method"], "PUBLISH");
        assert_eq!(calendar["name"], "Maillage : rencontres publiques");
        let mut found = summaries(&calendar);
        found.sort_unstable();
        assert_eq!(found, ["Rencontre, « ouverte » ; à tous", "À Cholet"]);
        let calendar = read(&branch.body);
        assert_eq!(summaries(&calendar), ["Rencontre, « ouverte » ; à tous"]);
        let entry = &calendar["entries"][0];
        assert_eq!(entry["status"], "CONFIRMED");
        assert_eq!(entry["attendees"], 0, "RFC 5546: published, with nobody named");
        assert!(entry["organizer"].as_str().unwrap().starts_with("mailto:"));
        assert!(entry["description"].as_str().unwrap().contains("/events/event_"));
        assert!(feed.body.lines().all(|line| line.len() <= 76), "lines are folded");
        assert!(feed.body.ends_with("END:VCALENDAR\r\n"));
        let nowhere = nobody.get("/calendar/nulle-part.ics").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    }

    async fn a_calendar_that_did_not_change_is_not_sent_again(app: App) {
        let network = app.network("cybanjou").await;
        let event = event(&app, network, "public", "Rencontre").await;
        let asked = async |tag: &str| {
            let request = app.client.get("/calendar/feed.ics").header(header::IF_NONE_MATCH, tag);
            request.send().await.0
        };

        let first = asked("\"old\"").await;
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        app.clock.advance(chrono::TimeDelta::hours(3));
        let second = asked(&format!("\"x\", W/{tag}")).await;
        app.write("update event set state = 'cancelled' where id = ?", vec![event.into()]).await;
        let third = asked(&tag).await;

        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(second.headers()[header::ETAG], tag.as_str());
        assert_eq!(third.status(), StatusCode::OK);
        let calendar = read(&third.into_body().into_string().await.unwrap());
        assert_eq!(calendar["entries"][0]["status"], "CANCELLED");
        assert_eq!(calendar["entries"][0]["summary"], "Annulée : Rencontre");
    }

    async fn one_s_own_calendar_has_what_one_registered_for_and_closes_at_will(app: App) {
        let network = app.network("cybanjou").await;
        let inside = event(&app, network, "hosts", "Entre nous").await;
        event(&app, network, "public", "Sans moi").await;
        let (marie, paul) = (app.member_of(network, "Marie").await, app.person("Paul").await);
        let mut browser = Browser::of(&app, &marie);
        browser.post(&format!("/events/{inside}/register"), &[]).await.leads_to();

        let path = opened(&app, &marie, false).await;
        let calendar = read(&Browser::of_nobody(&app).get(&path).await.body);
        assert_eq!(summaries(&calendar), ["Entre nous"]);
        assert!(opened_again_is_refused(&app, &marie).await);
        let viewer = "query { viewer { calendarFeed { path } } }";
        let shown = app.ask(Some(&marie), viewer, json!({})).await;
        assert_eq!(shown.data()["viewer"]["calendarFeed"]["path"], path.as_str());
        let kept = app.ask(Some(&paul), viewer, json!({})).await;
        assert_eq!(kept.data()["viewer"]["calendarFeed"], Value::Null);

        let next = opened(&app, &marie, true).await;
        assert_ne!(path, next);
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get(&next).await.status, StatusCode::OK);
        browser.get("/me/calendar").await.says(&next);
        let closed = browser.post("/me/calendar/close", &[]).await;
        browser.follow(&closed).await.says("Obtenir mon adresse");
        assert_eq!(browser.get(&next).await.status, StatusCode::NOT_FOUND);
        let twice = browser.post("/me/calendar/close", &[]).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        let reopened = browser.post("/me/calendar/open", &[]).await;
        browser.follow(&reopened).await.says("Votre adresse d’abonnement est prête");
    }

    async fn a_calendar_s_secret_is_neither_kept_nor_given_to_a_tool(app: App) {
        let network = app.network("cybanjou").await;
        let marie = app.member_of(network, "Marie").await;
        let path = opened(&app, &marie, false).await;
        let secret = path.trim_start_matches("/calendar/mine/").trim_end_matches(".ics");
        let kept = "select 1 as one from calendar_feed where token_hash = ?";
        let has = async |words: &str| {
            domain::database::Sql::new(kept, vec![words.into()]).exists(app.house().db()).await.unwrap()
        };

        assert!(!has(secret).await);
        assert!(has(&domain::secret::hash(secret)).await);
        let made = app
            .ask(
                Some(&marie),
                "mutation { tokenCreate(input: { name: \"Outil\", scopes: [\"registration:write\", \
                 \"member:write\"] }) { created { secret } userErrors { code } } }",
                json!({}),
            )
            .await;
        let token = made.done()["created"]["secret"].as_str().unwrap().to_owned();
        let shown =
            app.ask_with_token(&token, "query { viewer { calendarFeed { path } } }", json!({})).await;
        assert_eq!(shown.data()["viewer"]["calendarFeed"], Value::Null);
        let open = "mutation { calendarFeedCreate(input: { replaces: true }) { userErrors { code } } }";
        assert_eq!(app.ask_with_token(&token, open, json!({})).await.code(), "FORBIDDEN");
    }
}

async fn opened_again_is_refused(app: &App, person: &Person) -> bool {
    let open = "mutation { calendarFeedCreate(input: {}) { userErrors { code } } }";
    app.ask(Some(person), open, json!({})).await.refusals() == ["CALENDAR_FEED_OPEN"]
}
