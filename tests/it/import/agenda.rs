//! The agenda that a file gives beside its events comes in with them.

use domain::{
    database::Sql,
    event,
    exchange::{Report, Said},
    id::EventId,
    session,
    sheet::{
        Consequence::{Kept, RowRefused, ValueLeftOut},
        Reason,
    },
};

use super::{counts, file, number, plan, told};
use crate::support::on_both;

const HEADING: &str = "agenda_2026_06_11";
const COFFEE: &str = r#"{"start": "09:00", "end": "09:30", "title": "Accueil café"}"#;
const REVIEW: &str = r#"{"début": "16h15", "fin": "16h30", "titre": "Bilan"}"#;
const EXCHANGE: &str = r#"{"start": "2026-06-11T14:45", "end": "16:15", "title": "Échange de pratiques",
    "room": "Grande salle", "parallel": ["Mobilisation des bénévoles",
    {"title": "Les outils", "room": "Atelier", "speakers": ["Zoé Rive"], "capacity": 12}]}"#;

/// A calendar of one meeting, with more to say of it, and more to say beside.
fn calendar(of_it: &str, beside: &str) -> String {
    format!(
        r#"{{"events": [{{"title": "Rencontre", "start": "2026-06-11T09:00",
            "end": "2026-06-11T16:30"{of_it}}}]{beside}}}"#
    )
}

/// The same with this agenda.
fn with_agenda(items: &[&str]) -> String {
    calendar("", &format!(r#", "{HEADING}": [{}]"#, items.join(", ")))
}

/// What the items of agendas said, and what they say then.
fn items(report: &Report) -> Vec<(String, String)> {
    let changes = report.entries.iter().flat_map(|entry| &entry.changes);
    let written = |said: &Said| said.written().unwrap_or_default();
    changes
        .filter(|change| change.field == "agenda")
        .map(|change| (written(&change.before), written(&change.after)))
        .collect()
}

/// What was and what is, as a report has it.
fn pair(before: &str, after: &str) -> (String, String) {
    (before.to_owned(), after.to_owned())
}

on_both! {
    async fn an_agenda_comes_in_with_its_event_and_changes_nothing_the_second_time(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let text = with_agenda(&[COFFEE, EXCHANGE, REVIEW]);

        let planned = event::import(&house, plan(text.as_bytes())).await.unwrap();
        assert_eq!(app.count("session").await, 0);
        let first = event::import(&house, file(text.as_bytes())).await.unwrap();
        let second = event::import(&house, file(text.as_bytes())).await.unwrap();

        assert_eq!(planned.problems, []);
        assert_eq!(
            items(&planned),
            [
                pair("", "09:00–09:30|Accueil café"),
                pair("", "14:45–16:15|Mobilisation des bénévoles|Grande salle|Échange de pratiques"),
                pair("", "14:45–16:15|Les outils|Atelier|Zoé Rive|12|Échange de pratiques"),
                pair("", "16:15–16:30|Bilan"),
            ]
        );
        assert_eq!(counts(&first), [1, 0, 0, 0]);
        assert_eq!(items(&first), items(&planned));
        assert_eq!(counts(&second), [0, 0, 1, 0], "{:?}", second.entries);
        assert_eq!(second.problems, []);
        assert_eq!(app.count("session").await, 4);
        assert_eq!(number(&app, "select count(distinct starts_at) from session").await, 3, "one round");
        assert_eq!(number(&app, "select count(distinct rank) from session").await, 4);
        assert_eq!(app.count("session where room = 'Atelier' and capacity = 12").await, 1);
        assert_eq!(app.count("event where revision <> 1").await, 0);
    }

    async fn an_agenda_that_says_otherwise_changes_a_draft_and_takes_no_session_away(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let before = with_agenda(&[COFFEE, REVIEW]);
        event::import(&house, file(before.as_bytes())).await.unwrap();
        let out = String::from_utf8(event::export(&house, "cybanjou").await.unwrap().bytes).unwrap();
        let id: EventId = out.lines().nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
        let by_hand = session::Change {
            title: Some("Tour de table".to_owned()),
            starts_at: "2026-06-11T10:00:00Z".parse().ok(),
            ends_at: "2026-06-11T11:00:00Z".parse().ok(),
            ..session::Change::default()
        };
        session::create(&house, id, by_hand).await.unwrap();
        let later = COFFEE.replace("09:00", "09:15").replace("09:30", "09:45");
        let after = with_agenda(&[later.as_str(), r#"{"start": "11:00", "end": "12:00", "title": "Débat"}"#]);

        let silent = event::import(&house, file(calendar("", "").as_bytes())).await.unwrap();
        let changed = event::import(&house, file(after.as_bytes())).await.unwrap();
        let again = event::import(&house, file(after.as_bytes())).await.unwrap();

        assert_eq!(counts(&silent), [0, 0, 1, 0]);
        assert_eq!(silent.problems, [], "a file without agenda says nothing of any");
        assert_eq!(counts(&changed), [0, 1, 0, 0]);
        assert_eq!(
            items(&changed),
            [
                pair("09:00–09:30|Accueil café", "09:15–09:45|Accueil café"),
                pair("", "11:00–12:00|Débat"),
            ]
        );
        assert_eq!(told(&changed), [(1, HEADING, Reason::NotInFile, Kept); 2]);
        let kept: Vec<_> = changed.problems.iter().map(|problem| problem.value.as_str()).collect();
        assert_eq!(kept, ["Tour de table", "Bilan"]);
        assert_eq!(counts(&again), [0, 0, 1, 0]);
        assert_eq!(app.count("session").await, 4);
        assert_eq!(app.count("event where revision = 3").await, 1, "by hand, and by the file");

        Sql::new("update event set state = 'published'", vec![])
            .run(house.house().db.write())
            .await
            .unwrap();
        let published = event::import(&house, file(before.as_bytes())).await.unwrap();
        assert_eq!(told(&published), [(1, "", Reason::AlreadyPublished, RowRefused)]);
        assert_eq!(app.count("session").await, 4);
    }

    async fn a_bad_item_is_told_with_its_place_and_the_others_go_in(app: App) {
        app.network("cybanjou").await;
        let text = with_agenda(&[
            COFFEE,
            r#"{"start": "25:00", "end": "10:00", "title": "Trop tard"}"#,
            r#"{"start": "10:00", "end": "11:00"}"#,
            r#"{"start": "17:00", "end": "18:00", "title": "Après"}"#,
            r#"{"start": "11:00", "end": "10:00", "title": "À rebours"}"#,
            COFFEE,
            "7",
            r#"{"début": "11h", "fin": "12h", "titre": "Débat", "salle": "B", "places": -3, "note": "x",
                "speakers": [3]}"#,
        ]);

        let report = event::import(&app.house(), file(text.as_bytes())).await.unwrap();

        assert_eq!(counts(&report), [1, 0, 0, 0]);
        let places: Vec<_> = told(&report)
            .into_iter()
            .map(|(line, column, reason, consequence)| {
                assert_eq!((line, consequence), (1, ValueLeftOut), "{column}");
                (column.strip_prefix(HEADING).unwrap(), reason)
            })
            .collect();
        assert_eq!(
            places,
            [
                (" 2, start", Reason::NotAMoment),
                (" 3, title", Reason::Missing),
                (" 7", Reason::Unknown),
                (" 8, note", Reason::UnknownColumn),
                (" 8, speakers", Reason::Unknown),
                (" 8, places", Reason::NotANumber),
                (" 6", Reason::Duplicate { first_line: 1 }),
                (" 4", Reason::OutsideEvent),
                (" 5", Reason::EndsBeforeStart),
            ]
        );
        assert_eq!(app.count("session").await, 2);
        assert_eq!(app.count("session where title = 'Débat' and room = 'B'").await, 1);
    }

    async fn new_hours_leave_no_session_outside(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let text = with_agenda(&[COFFEE, REVIEW]);
        event::import(&house, file(text.as_bytes())).await.unwrap();
        let later = text.replace("2026-06-11T09:00", "2026-06-11T12:00");
        let shorter = calendar("", "").replace("16:30", "16:20");
        let moved = later.replace("\"09:00\"", "\"12:00\"").replace("\"09:30\"", "\"12:30\"");

        for text in [later, shorter] {
            let report = event::import(&house, file(text.as_bytes())).await.unwrap();
            let problems: Vec<_> =
                report.problems.iter().map(|one| (one.reason, one.consequence)).collect();
            assert_eq!(problems, [(Reason::SessionOutside, RowRefused)], "{text}");
        }
        let followed = event::import(&house, file(moved.as_bytes())).await.unwrap();
        assert_eq!(counts(&followed), [0, 1, 0, 0], "the agenda came along");

        assert_eq!(app.count("session join event on event.id = session.event_id \
            where session.starts_at >= event.starts_at and session.ends_at <= event.ends_at").await, 2);
    }

    async fn an_agenda_that_is_no_event_s_is_told_item_by_item(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let elsewhere = calendar("", &format!(r#", "agenda_2026_06_12": [{COFFEE}, {REVIEW}]"#));
        let own = format!(r#", "agenda": [{REVIEW}]"#);
        let twice = calendar(&own, &format!(r#", "{HEADING}": [{COFFEE}]"#));

        let elsewhere = event::import(&house, plan(elsewhere.as_bytes())).await.unwrap();
        let twice = event::import(&house, plan(twice.as_bytes())).await.unwrap();

        let no_event = Reason::NoEventThatDay;
        assert_eq!(
            told(&elsewhere),
            [
                (1, "agenda_2026_06_12 1", no_event, ValueLeftOut),
                (1, "agenda_2026_06_12 2", no_event, ValueLeftOut),
            ]
        );
        assert_eq!(elsewhere.problems[0].value, "Accueil café");
        assert_eq!(
            told(&twice),
            [(1, "agenda_2026_06_11 1", Reason::RepeatedColumn, ValueLeftOut)]
        );
        assert_eq!(items(&twice), [pair("", "16:15–16:30|Bilan")]);
    }

    async fn the_demonstration_s_calendar_has_one_agenda(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let calendar = include_bytes!("../../../src/demonstration/calendar.json");

        let first = event::import(&house, file(calendar)).await.unwrap();
        let second = event::import(&house, file(calendar)).await.unwrap();

        assert_eq!((counts(&first), counts(&second)), ([9, 0, 0, 0], [0, 0, 9, 0]));
        assert_eq!((first.problems, second.problems), (vec![], vec![]));
        let of_june = "session join event on event.id = session.event_id";
        assert_eq!(app.count(of_june).await, 9);
        assert_eq!(app.count(&format!("{of_june} and event.starts_on = '2026-06-11'")).await, 9);
    }
}
