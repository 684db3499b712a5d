//! Places come in from the national standard's file, with their employers, and go out again.

use std::path::Path;

use domain::{
    employer, event,
    exchange::Fate,
    member, place,
    sheet::{
        Consequence::{Kept, RowRefused, ValueLeftOut},
        Reason,
    },
};
use serde_json::{Value, json};

use super::{MEMBERS, PLACES, counts, file, number, plan, told};
use crate::support::{on_both, read_by};

/// Which rows the library of the national map reads, and which it refuses.
fn read_by_the_national_map(bytes: &[u8]) -> Value {
    read_by("read_places.mjs", bytes)
}

/// A real file: it must be in the folder of `MAILLAGE_TEST_DATA`, where one is named; else beside the
/// repository, if it is there; `scripts/test` says when it is not.
fn real_file(name: &str) -> Option<Vec<u8>> {
    if let Some(folder) = std::env::var_os("MAILLAGE_TEST_DATA") {
        return Some(std::fs::read(Path::new(&folder).join(name)).unwrap());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    std::fs::read(folder.join(name)).ok()
}

on_both! {
    async fn places_twice_change_nothing_the_second_time(app: App) {
        app.network("cybanjou").await;
        let house = app.house();

        let first = place::import(&house, file(PLACES)).await.unwrap();
        let second = place::import(&house, file(PLACES)).await.unwrap();

        assert_eq!(counts(&first), [12, 0, 0, 0]);
        assert_eq!(counts(&second), [0, 0, 12, 0]);
        assert_eq!(first.problems, []);
        assert_eq!(number(&app, "select count(*) from place").await, 12);
        assert_eq!(
            number(&app, "select count(*) from employer").await, 2,
            "two places of one SIRET have one employer, the third an RNA"
        );
        assert_eq!(
            number(&app, "select count(*) from place where employer_id is not null").await, 3
        );
        assert_eq!(
            number(&app, "select count(*) from audit_line where action = 'place.import'").await, 12
        );
        assert_eq!(number(&app, "select count(*) from place where revision <> 1").await, 0);
    }

    async fn a_changed_place_is_updated_and_no_other(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        place::import(&house, file(PLACES)).await.unwrap();
        let text = std::str::from_utf8(PLACES).unwrap();
        let changed = text.replace("Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00", "Mo 09:00-12:00");

        let report = place::import(&house, file(changed.as_bytes())).await.unwrap();

        assert_eq!(counts(&report), [0, 1, 11, 0]);
        let entry = report.entries.iter().find(|entry| entry.fate == Fate::Changed).unwrap();
        assert_eq!(entry.fields(), ["horaires"]);
        assert_eq!(
            number(&app, "select count(*) from place where opening_hours = 'Mo 09:00-12:00' and revision = 2").await, 1
        );
        assert_eq!(number(&app, "select count(*) from place where revision = 2").await, 1);
    }

    async fn what_a_places_file_does_not_say_stays_known(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let whole = "id;nom;commune;code_postal;adresse;telephone;latitude;longitude;services;\
                     courriels;presentation_detail;autres_formations_labels;date_maj\n\
                     lieu-1;Mairie;Angers;49000;1 rue;0241000001;47.47;-0.55;\
                     Maîtrise des outils numériques du quotidien;a@a.example;Tout;Atelier;2026-01-31\n";
        place::import(&house, file(whole.as_bytes())).await.unwrap();
        let known = "place where phone = '+33241000001' and latitude = 47.47 \
                     and longitude = -0.55 and detail = 'Tout' and revision = 1";
        assert_eq!(app.count(known).await, 1, "the file went in whole");
        let before = place::export(&house, "cybanjou", None).await.unwrap().bytes;

        let summary = "mot ".repeat(100);
        let bare = "id;nom;commune;code_postal;adresse\nlieu-1;Mairie;Angers;49000;1 rue\n";
        let empty = "id;nom;commune;code_postal;adresse;telephone;latitude;longitude;services\n\
                     lieu-1;Mairie;Angers;49000;1 rue;;;;\n";
        let short = "id;nom;commune;code_postal;adresse;telephone;services\n\
                     lieu-1;Mairie;Angers;49000;1 rue\n";
        let garbled = "id;nom;commune;code_postal;adresse;telephone;latitude;longitude;services\n\
                       lieu-1;Mairie;Angers;49000;1 rue;pas un numéro;x;-0.55;Crêpes\n";
        for text in [bare, empty, short, garbled] {
            let report = place::import(&house, file(text.as_bytes())).await.unwrap();
            assert_eq!(counts(&report), [0, 0, 1, 0], "{text} {:?}", report.entries);
        }
        let after = place::export(&house, "cybanjou", None).await.unwrap().bytes;
        assert_eq!(after, before);

        let more = format!(
            "id;nom;commune;code_postal;adresse;presentation_resume;formations_labels\n\
             lieu-1;Mairie;Angers;49000;2 rue;{summary};Label maison\n"
        );
        let report = place::import(&house, file(more.as_bytes())).await.unwrap();
        let again = place::import(&house, file(more.as_bytes())).await.unwrap();

        assert_eq!(
            report.entries[0].fields(),
            ["adresse", "presentation_resume", "autres_formations_labels"]
        );
        assert_eq!(counts(&again), [0, 0, 1, 0]);
        assert_eq!(app.count("place where detail = 'Tout' and phone = '+33241000001'").await, 1);
        let text = String::from_utf8(place::export(&house, "cybanjou", None).await.unwrap().bytes);
        assert!(text.unwrap().contains("Atelier|Label maison"));
    }

    async fn bad_places_are_told_and_the_good_ones_go_in(app: App) {
        app.network("cybanjou").await;
        let text = "id;nom;commune;code_postal;adresse;pivot;date_maj;services\n\
                    lieu-1;Médiathèque;Angers;49000;1 rue;;2026-01-31;Crêpes\n\
                    lieu-2;;Angers;49000;1 rue;;2026-01-31;\n\
                    lieu-3;Mairie;Angers;Anjou;1 rue;;2026-01-31;\n\
                    lieu-1;Autre;Angers;49000;1 rue;;2026-01-31;\n\
                    lieu-5;Mairie;Angers;49000;1 rue;12345678901234;hier;\n";

        let report = place::import(&app.house(), file(text.as_bytes())).await.unwrap();

        assert_eq!(counts(&report), [2, 0, 0, 3]);
        assert_eq!(
            told(&report),
            [
                (2, "services", Reason::NotInList, ValueLeftOut),
                (3, "nom", Reason::Missing, RowRefused),
                (4, "code_postal", Reason::NotAPostalCode, RowRefused),
                (5, "id", Reason::SameRecord { first_line: 2 }, RowRefused),
                (6, "pivot", Reason::NotAPivot, ValueLeftOut),
                (6, "date_maj", Reason::NotADay, ValueLeftOut),
            ]
        );
        assert_eq!(number(&app, "select count(*) from place").await, 2);
        let again = place::import(&app.house(), file(text.as_bytes())).await.unwrap();
        assert_eq!(counts(&again), [0, 0, 2, 3], "a date that is not known is no change");
    }

    async fn codes_that_cannot_be_take_the_place_of_no_good_ones(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let table = |postal_code: &str, insee_code: &str| {
            format!(
                "id,nom,commune,code_postal,code_insee,adresse,date_maj\n\
                 lieu-1,Mairie,Beaupréau,{postal_code},{insee_code},1 rue,2026-01-31\n"
            )
        };
        let kept = "place where postal_code = '49600' and insee_code = '49023' and revision = 1";
        place::import(&house, file(table("49600", "49023").as_bytes())).await.unwrap();
        assert_eq!(app.count(kept).await, 1);

        let short = place::import(&house, file(table("4900", "49023").as_bytes())).await.unwrap();
        let nowhere = place::import(&house, file(table("49600", "99999").as_bytes())).await.unwrap();

        assert_eq!(counts(&short), [0, 0, 0, 1]);
        assert_eq!(told(&short), [(2, "code_postal", Reason::NotAPostalCode, RowRefused)]);
        assert_eq!(counts(&nowhere), [0, 0, 1, 0]);
        assert_eq!(told(&nowhere), [(2, "code_insee", Reason::NotAnInseeCode, ValueLeftOut)]);
        assert_eq!(app.count(kept).await, 1, "what is known stays");
    }

    async fn a_code_that_no_commune_has_is_kept_and_told(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        // 49160 was a commune's once; of Mayenne no commune is known.
        let text = "id;nom;commune;code_postal;Code INSEE;adresse;date_maj;services\n\
                    lieu-1;Poste;Ingrandes;49123;49160;6 rue;2026-01-31;\n\
                    lieu-2;Mairie;Laval;53000;53999;1 rue;2026-01-31;\n\
                    lieu-3;Mairie;Angers;49000;49007;1 rue;2026-01-31;Crêpes\n";

        let planned = place::import(&house, plan(text.as_bytes())).await.unwrap();
        let first = place::import(&house, file(text.as_bytes())).await.unwrap();
        let second = place::import(&house, file(text.as_bytes())).await.unwrap();
        let out = place::export(&house, "cybanjou", None).await.unwrap();
        let again = place::import(&house, file(&out.bytes)).await.unwrap();

        for report in [&planned, &first, &second] {
            assert_eq!(
                told(report),
                [
                    (2, "Code INSEE", Reason::NoCommune, Kept),
                    (4, "services", Reason::NotInList, ValueLeftOut),
                ]
            );
            assert_eq!(report.problems[0].value, "49160");
        }
        assert_eq!(counts(&first), [3, 0, 0, 0]);
        assert_eq!((counts(&second), counts(&again)), ([0, 0, 3, 0], [0, 0, 3, 0]));
        assert_eq!(app.count("place where insee_code in ('49160', '53999')").await, 2);
    }

    async fn names_too_long_for_a_line_are_reported_and_the_other_rows_go_in(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let (long, start, end) = ("x".repeat(201), "2026-11-03 09:00", "2026-11-03 12:00");
        let places = format!("id;nom;commune;code_postal;adresse\n\
            a;{long};Angers;49000;1 rue du Mail\n\
            b;\"Maison\ndu lien\";Angers;49000;2 rue du Mail\n");
        let employers = format!("nom\n{long}\n\"Centre\nsocial\"\n");
        let events = format!("titre;début;fin\n{long};{start};{end}\n\"Café\nnumérique\";{start};{end}\n");

        let reports = [
            place::import(&house, file(places.as_bytes())).await.unwrap(),
            employer::import(&house, file(employers.as_bytes())).await.unwrap(),
            event::import(&house, file(events.as_bytes())).await.unwrap(),
        ];

        for report in &reports {
            assert_eq!(counts(report), [1, 0, 0, 1], "{:?}", report.problems);
            let problem = &report.problems[0];
            assert_eq!((problem.line, problem.reason), (2, Reason::NameTooLong { limit: 200 }));
        }
        assert_eq!(app.count("place where name = 'Maison du lien'").await, 1);
        assert_eq!(app.count("employer where name = 'Centre social'").await, 1);
        assert_eq!(app.count("event where title = 'Café numérique'").await, 1);
    }

    async fn hours_in_french_are_written_as_the_standard_does_and_others_are_told(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let table = |hours: &str| format!("id,nom,commune,code_postal,adresse,date_maj,horaires\n\
            lieu-1,Mairie,Angers,49000,1 rue,2026-01-31,{hours}\n");
        let french = table("\"Du lundi au vendredi 9h-12h, 14h-17h ; samedi 9h-12h\"");
        let kept = "place where opening_hours = 'Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00'";

        let read = place::import(&house, file(french.as_bytes())).await.unwrap();
        let again = place::import(&house, file(french.as_bytes())).await.unwrap();

        assert_eq!((told(&read), counts(&again)), (vec![], [0, 0, 1, 0]));
        assert_eq!(app.count(kept).await, 1);
        for hours in ["lundi 9h", "Mo-Fr 09:00-12:00; Sa 25:00-26:00"] {
            let report = place::import(&house, file(table(hours).as_bytes())).await.unwrap();
            assert_eq!(told(&report), [(2, "horaires", Reason::NotHours, ValueLeftOut)]);
            assert_eq!(app.count(kept).await, 1, "what is known stays");
        }
    }

    async fn a_dry_run_shows_the_plan_and_writes_nothing(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let before = number(&app, "select count(*) from audit_line").await;
        let events = br#"[{"title": "Rencontre", "start": "2026-10-12T09:30", "end": "2026-10-12T17:00"}]"#;

        let places = place::import(&house, plan(PLACES)).await.unwrap();
        let members = member::import(&house, plan(MEMBERS)).await.unwrap();
        let employers = employer::import(&house, plan(b"nom\nFoyer\n")).await.unwrap();
        let events = event::import(&house, plan(events)).await.unwrap();

        assert_eq!(counts(&places), [12, 0, 0, 0]);
        assert_eq!(counts(&members), [3, 0, 0, 0]);
        assert_eq!(counts(&employers), [1, 0, 0, 0]);
        assert_eq!(counts(&events), [1, 0, 0, 0]);
        assert!(places.is_dry_run);
        for table in ["place", "member", "membership", "employment", "employer", "event"] {
            assert_eq!(number(&app, &format!("select count(*) from {table}")).await, 0, "{table}");
        }
        assert_eq!(number(&app, "select count(*) from audit_line").await, before);
    }

    async fn places_that_went_out_come_back_unchanged(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        place::import(&house, file(PLACES)).await.unwrap();

        let publisher = "43493312300029".parse().unwrap();
        let out = place::export(&house, "cybanjou", Some(&publisher)).await.unwrap();

        assert_eq!(
            out.file_name,
            "2026-09-07_43493312300029_lieux-de-mediation-numerique_cybanjou.csv"
        );
        assert_eq!(out.count, 12);
        let standard = place::standard::read(&out.bytes).unwrap();
        assert_eq!(standard.problems, [], "the standard accepts it");
        assert_eq!(read_by_the_national_map(&out.bytes), json!({ "read": 12, "refused": [] }));
        let mut ours: Vec<_> = standard.places.into_iter().map(|(_, place)| place).collect();
        let mut theirs: Vec<_> =
            place::standard::read(PLACES).unwrap().places.into_iter().map(|(_, p)| p).collect();
        ours.sort_by(|a, b| a.id.cmp(&b.id));
        theirs.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(ours, theirs, "nothing is lost on the way");
        let again = place::import(&house, file(&out.bytes)).await.unwrap();
        assert_eq!(counts(&again), [0, 0, 12, 0]);
    }

    async fn what_the_standard_cannot_spell_is_told_and_mended(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let rows = "id,nom,commune,code_postal,adresse,date_maj\n\
            1,Café « Le Lien »,Angers (49),49000,\"Château de la \"\"Roche\"\" ! route 4\",2026-09-01\n\
            2,Relais,Saumur,49400,!!!,2026-09-01\n";

        let report = place::import(&house, file(rows.as_bytes())).await.unwrap();
        let out = place::export(&house, "cybanjou", None).await.unwrap();
        let again = place::import(&house, file(&out.bytes)).await.unwrap();

        assert_eq!(counts(&report), [1, 0, 0, 1], "no letter of the second address can stay");
        let reasons: Vec<_> = told(&report).into_iter().map(|told| (told.0, told.1, told.2)).collect();
        assert_eq!(reasons, [
            (2, "commune", Reason::OddLetters),
            (2, "adresse", Reason::OddLetters),
            (3, "adresse", Reason::Missing),
        ]);
        assert_eq!(read_by_the_national_map(&out.bytes), json!({ "read": 1, "refused": [] }));
        assert_eq!(counts(&again), [0, 0, 1, 0]);
    }

    async fn the_department_s_own_file_goes_in_and_out_where_it_is_at_hand(app: App) {
        let Some(bytes) = real_file("lieux-maine-et-loire.csv") else { return };
        app.network("cybanjou").await;
        let house = app.house();

        let first = place::import(&house, file(&bytes)).await.unwrap();
        let second = place::import(&house, file(&bytes)).await.unwrap();
        let out = place::export(&house, "cybanjou", None).await.unwrap();
        let again = place::import(&house, file(&out.bytes)).await.unwrap();

        assert_eq!(counts(&first), [219, 0, 0, 0]);
        assert_eq!(counts(&second), [0, 0, 219, 0]);
        assert_eq!(counts(&again), [0, 0, 219, 0]);
        for report in [&first, &second, &again] {
            let kept: Vec<_> = report.problems.iter().filter(|p| p.consequence == Kept).collect();
            assert_eq!(kept.len(), 1, "one code is a former commune's: {kept:?}");
            assert_eq!((kept[0].value.as_str(), kept[0].reason), ("49160", Reason::NoCommune));
        }
        assert_eq!(app.count("place where insee_code = '49160'").await, 1);
        assert_eq!(read_by_the_national_map(&out.bytes), json!({ "read": 219, "refused": [] }));
    }
}
