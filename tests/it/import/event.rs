//! A calendar comes in as drafts.

use domain::{
    database::Sql,
    event,
    sheet::{Consequence::RowRefused, Reason},
};

use super::{counts, file, number, told};
use crate::support::on_both;

on_both! {
    async fn a_calendar_goes_in_as_drafts_and_changes_only_drafts(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let calendar = br#"{"events": [
            {"kind": "network_meeting", "title": "Rencontre", "start": "2026-10-12T09:30",
             "end": "2026-10-12T17:00", "venue": null},
            {"kind": "conference", "title": "Assises", "start": "2026-11-16T10:00",
             "end": "2026-11-16T17:00", "venue": "Terra Botanica"},
            {"kind": "network_meeting", "title": "Rencontre", "start": "2027-03-09T09:30",
             "end": "2027-03-09T17:00", "venue": null}
        ]}"#;

        let first = event::import(&house, file(calendar)).await.unwrap();
        let second = event::import(&house, file(calendar)).await.unwrap();

        assert_eq!(counts(&first), [3, 0, 0, 0]);
        assert_eq!(counts(&second), [0, 0, 3, 0]);
        assert_eq!(number(&app, "select count(*) from event_host").await, 3);
        assert_eq!(
            number(&app, "select count(*) from event where state = 'draft' and is_venue_tentative").await, 2
        );

        Sql::new("update event set state = 'published' where title = 'Assises'", vec![])
            .run(house.house().db.write())
            .await
            .unwrap();
        let moved = "titre;début;fin;lieu\n\
                     Rencontre;12/10/2026 10h;12/10/2026 17h;Baugé\n\
                     Assises;16/11/2026 10h;16/11/2026 18h;Terra Botanica\n";
        let report = event::import(&house, file(moved.as_bytes())).await.unwrap();
        assert_eq!(counts(&report), [0, 1, 0, 1]);
        assert_eq!(report.entries[0].fields(), ["start", "venue"]);
        assert_eq!(
            told(&report),
            [(3, "", Reason::AlreadyPublished, RowRefused)]
        );
    }

    async fn nobody_s_registration_opens_too_late_by_a_file(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let head = "titre;début;fin;ouverture des inscriptions;clôture des inscriptions";
        let (start, end) = ("2026-11-03 09:30", "2026-11-03 17:00");
        let rows = format!(
            "{head}\n\
             Bien;{start};{end};2026-10-01 09:00;2026-11-01 18:00\n\
             Après la clôture;{start};{end};2026-11-02 09:00;2026-11-01 18:00\n\
             Après le début;{start};{end};2026-11-04 09:00;\n"
        );

        let report = event::import(&house, file(rows.as_bytes())).await.unwrap();

        assert_eq!(counts(&report), [1, 0, 0, 2]);
        assert_eq!(
            told(&report),
            [3, 4].map(|line| (line, "", Reason::RegistrationOpensTooLate, RowRefused))
        );

        // What the file leaves as it is counts too.
        let later = format!("titre;début;fin;clôture des inscriptions\nBien;{start};{end};2026-09-30 18:00\n");
        let report = event::import(&house, file(later.as_bytes())).await.unwrap();
        assert_eq!(told(&report), [(2, "", Reason::RegistrationOpensTooLate, RowRefused)]);
    }

    async fn a_known_event_keeps_its_zone_where_the_file_says_none(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let head = "titre;début;fin";
        let (start, end) = ("2026-11-03 00:30", "2026-11-03 12:00");
        let known = format!("{head};fuseau\nRéunion;{start};{end};Europe/London\n");
        event::import(&house, file(known.as_bytes())).await.unwrap();
        let id = String::from_utf8(event::export(&house, "cybanjou").await.unwrap().bytes).unwrap();
        let id = id.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();

        let silent = format!("{head}\nRéunion;{start};{end}\n");
        let garbled = format!("{head};fuseau\nRéunion;{start};{end};Mars/X\n");
        let named = format!("{head};id\nRéunion;{start};{end};{id}\n");
        for text in [silent, garbled, named] {
            let report = event::import(&house, file(text.as_bytes())).await.unwrap();
            assert_eq!(counts(&report), [0, 0, 1, 0], "{text} {:?}", report.entries);
        }
        let other = format!("{head}\nAutre réunion;{start};{end}\n");
        event::import(&house, file(other.as_bytes())).await.unwrap();

        assert_eq!(app.count("event where time_zone = 'Europe/London'").await, 1);
        assert_eq!(app.count("event where time_zone = 'Europe/Paris'").await, 1);
    }

    async fn events_that_went_out_come_back_unchanged(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let text = "titre;type;début;fin;fuseau;description;visibilité;public;places;clôture des inscriptions;lien visio\n\
                    Nuit;Webinaire;2026-10-25T02:30:00+01:00;2026-10-25T04:00;Europe/Paris;\"Deux\nlignes\";publique;tous;12;2026-10-20 12:00;https://visio.example/nuit\n\
                    Réunion;Rencontre;2026-11-03 09:00;2026-11-03 12:00;Indian/Reunion;;;;;;\n";
        let first = event::import(&house, file(text.as_bytes())).await.unwrap();
        assert_eq!(counts(&first), [2, 0, 0, 0], "{:?}", first.problems);

        let out = event::export(&house, "cybanjou").await.unwrap();
        let again = event::import(&house, file(&out.bytes)).await.unwrap();

        assert_eq!(out.count, 2);
        assert_eq!(again.problems, []);
        assert_eq!(counts(&again), [0, 0, 2, 0], "{:?}", again.entries);
    }
}
