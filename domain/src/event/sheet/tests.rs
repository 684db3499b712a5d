//! What a table of events can count on.

use super::*;

/// Reads events where none is known.
fn read_alone(bytes: &[u8]) -> Result<EventSheet, Unreadable> {
    read(bytes, &|_, _, _| None)
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_calendar_kept_by_hand_is_read() {
    let text = "Calendrier 2026-2027\n\nTitre;Type;Début;Fin;Lieu;Format;Date provisoire;Places\n\
                Rencontre réseau;rencontre;12/10/2026 9h30;12/10/2026 17h;;présentiel;oui;\n\
                Point réseau;Webinaire;2026-11-03 11:00;2026-11-03 12:00;;En ligne;non;30\n";
    let sheet = read_alone(text.as_bytes()).unwrap();

    assert_eq!(sheet.problems, []);
    let [meeting, webinar] = sheet.rows.as_slice() else { panic!("{:?}", sheet.rows) };
    assert_eq!(meeting.line, 4);
    assert_eq!(meeting.starts_at, instant("2026-10-12T07:30:00Z"));
    assert_eq!(meeting.ends_at, instant("2026-10-12T15:00:00Z"));
    assert_eq!(meeting.kind, Some(Kind::NetworkMeeting));
    assert_eq!(meeting.mode, Some(Mode::OnSite));
    assert_eq!(meeting.venue, Patch::Put(None), "named and empty");
    assert_eq!(meeting.description, None, "not named");
    assert_eq!(meeting.is_date_tentative, Some(true));
    assert_eq!(webinar.kind, Some(Kind::Webinar));
    assert_eq!(webinar.capacity_on_site, Patch::Put(Some(30)));
    assert_eq!(webinar.starts_at, instant("2026-11-03T10:00:00Z"), "winter time");
}

#[test]
fn a_json_list_is_read_alone_or_under_its_key() {
    let list = r#"[{"kind": "conference", "title": "Assises", "start": "2026-11-16T10:00",
        "end": "2026-11-16T17:00", "venue": null, "capacity_on_site": 80, "needs_approval": false}, 7]"#;
    for text in [list.to_owned(), format!(r#"{{"about": "x", "events": {list}}}"#)] {
        let sheet = read_alone(text.as_bytes()).unwrap();

        let [event] = sheet.rows.as_slice() else { panic!("{:?}", sheet.rows) };
        assert_eq!(event.kind, Some(Kind::Conference));
        assert_eq!(event.capacity_on_site, Patch::Put(Some(80)));
        assert_eq!(event.needs_approval, Some(false));
        assert_eq!(sheet.problems.len(), 1, "the seven");
        assert_eq!(
            (sheet.problems[0].line, sheet.problems[0].consequence),
            (2, Consequence::RowRefused)
        );
    }
    assert!(matches!(read_alone(b"{\"a\": 1}"), Err(Unreadable::NoHeadings)));
    assert!(matches!(read_alone(b"[{"), Err(Unreadable::NoHeadings)));
}

#[test]
fn bad_rows_say_where_and_why_and_the_others_go_in() {
    let text = "id,title,start,end,kind,online_url,capacity_on_site,time_zone\n\
                ,A,2026-10-12T09:30,2026-10-12T17:00,fête,visio,-1,Europe/Angers\n\
                ,,2026-10-12T09:30,2026-10-12T17:00,,,,\n\
                ,C,12 octobre,2026-10-12T17:00,,,,\n\
                ,D,2026-10-12T09:30,2026-10-12T09:30,,,,\n\
                event_x,E,2026-10-12T09:30,2026-10-12T17:00,,,,\n";
    let sheet = read_alone(text.as_bytes()).unwrap();

    assert_eq!(sheet.rows.len(), 1);
    let problems: Vec<_> =
        sheet.problems.iter().map(|p| (p.line, p.column.as_deref().unwrap(), p.reason)).collect();
    assert_eq!(
        problems,
        [
            (2, "time_zone", Reason::Unknown),
            (2, "kind", Reason::Unknown),
            (2, "online_url", Reason::NotAWebAddress),
            (2, "capacity_on_site", Reason::NotANumber),
            (3, "title", Reason::Missing),
            (4, "start", Reason::NotAMoment),
            (5, "end", Reason::EndsBeforeStart),
            (6, "id", Reason::Unknown),
        ]
    );
}

#[test]
fn a_table_without_its_times_is_no_calendar() {
    let Err(Unreadable::MissingColumns(columns)) = read_alone(b"titre,lieu\nA,Angers\n") else {
        panic!()
    };
    assert_eq!(columns, ["start", "end"]);
}
