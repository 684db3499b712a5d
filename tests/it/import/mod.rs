//! Files go in and out of a network: nothing twice, nothing lost, every bad row told.

mod command;
mod preview;

use std::fmt::Write as _;

use chrono::NaiveDate;
use domain::{
    context::{Context, Door},
    database::{Bind, Sql},
    employer,
    error::{Denied, Error, Halt, Needs},
    event,
    exchange::{Fate, Import, ImportRefusal, Report},
    id::NetworkId,
    member, place,
    policy::{self, By},
    sheet::{
        Consequence::{self, Repaired, RowRefused, ValueLeftOut},
        Reason,
    },
};

use serde_json::{Value, json};

use crate::support::{App, Person, on_both, read_by};

const PLACES: &[u8] = include_bytes!("../../../domain/tests/fixtures/places-sample.csv");
const MEMBERS: &[u8] = include_bytes!("../../../domain/tests/fixtures/members-coop.csv");

fn file(bytes: &[u8]) -> Import<'_> {
    Import { network: "cybanjou", bytes, is_dry_run: false }
}

/// Which rows the library of the national map reads, and which it refuses.
fn read_by_the_national_map(bytes: &[u8]) -> Value {
    read_by("read_places.mjs", bytes)
}

fn plan(bytes: &[u8]) -> Import<'_> {
    Import { is_dry_run: true, ..file(bytes) }
}

/// Created, changed, unchanged, refused.
fn counts(report: &Report) -> [usize; 4] {
    [
        report.count(Fate::Created),
        report.count(Fate::Changed),
        report.count(Fate::Unchanged),
        report.refused(),
    ]
}

/// Line, column, reason and consequence of what is wrong.
fn told(report: &Report) -> Vec<(u64, &str, Reason, Consequence)> {
    report
        .problems
        .iter()
        .map(|p| (p.line, p.column.as_deref().unwrap_or(""), p.reason, p.consequence))
        .collect()
}

async fn number(app: &App, text: &str) -> i64 {
    Sql::new(text, vec![]).number(app.house().db()).await.unwrap()
}

/// The way into the domain of someone signed in.
async fn as_person(app: &App, person: &Person) -> Context {
    let house = app.house().house().clone();
    let standing =
        policy::load(house.db.read(), &house.clock, By::Member(person.id)).await.unwrap().unwrap();
    Context::new(house, standing, Door::Page, "test")
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
                (5, "id", Reason::Duplicate { first_line: 2 }, RowRefused),
                (6, "pivot", Reason::NotAPivot, ValueLeftOut),
                (6, "date_maj", Reason::NotADay, ValueLeftOut),
            ]
        );
        assert_eq!(number(&app, "select count(*) from place").await, 2);
        let again = place::import(&app.house(), file(text.as_bytes())).await.unwrap();
        assert_eq!(counts(&again), [0, 0, 2, 3], "a date that is not known is no change");
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
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/lieux-maine-et-loire.csv");
        let Ok(bytes) = std::fs::read(path) else { return };
        app.network("cybanjou").await;
        let house = app.house();

        let first = place::import(&house, file(&bytes)).await.unwrap();
        let second = place::import(&house, file(&bytes)).await.unwrap();
        let out = place::export(&house, "cybanjou", None).await.unwrap();
        let again = place::import(&house, file(&out.bytes)).await.unwrap();

        assert_eq!(counts(&first), [219, 0, 0, 0]);
        assert_eq!(counts(&second), [0, 0, 219, 0]);
        assert_eq!(counts(&again), [0, 0, 219, 0]);
        assert_eq!(read_by_the_national_map(&out.bytes), json!({ "read": 219, "refused": [] }));
    }

    async fn an_import_takes_as_many_statements_whatever_its_rows(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let table = |rows: std::ops::Range<usize>| {
            let mut text = "mail;nom;structure;commune\n".to_owned();
            for row in rows {
                let _ = writeln!(text, "p{row}@a.example;Nom {row};Structure {row};Angers");
            }
            text
        };
        let cost = async |text: String| {
            let before = app.statements();
            member::import(&house, file(text.as_bytes())).await.unwrap();
            app.statements() - before
        };

        let few = cost(table(0..2)).await;
        let many = cost(table(100..300)).await;

        assert_eq!(few, many);
        assert!(many <= 16, "{many}");
    }

    async fn members_are_known_by_their_address_and_never_doubled(app: App) {
        app.network("cybanjou").await;
        let house = app.house();

        let first = member::import(&house, file(MEMBERS)).await.unwrap();
        let second = member::import(&house, file(MEMBERS)).await.unwrap();
        let other = "Courriel;Prénom;Nom;Portable;Rôle local\n\
                     INES.MOREAU@structure.example;Inès;Moreau;06 12 34 56 70;Pilote\n\
                     ines.moreau@Structure.example;Inès;Moreau;06 12 34 56 70;Pilote\n";
        let third = member::import(&house, file(other.as_bytes())).await.unwrap();

        assert_eq!(counts(&first), [3, 0, 0, 0]);
        assert_eq!(counts(&second), [0, 0, 3, 0]);
        assert_eq!(counts(&third), [0, 1, 1, 0]);
        assert_eq!(third.entries[0].fields(), ["phone", "local_role"]);
        assert_eq!(number(&app, "select count(*) from member").await, 3);
        assert_eq!(number(&app, "select count(*) from membership where origin = 'import'").await, 3);
        assert_eq!(number(&app, "select count(*) from membership where local_role = 'pilot'").await, 1);
        assert_eq!(number(&app, "select count(*) from member where phone = '+33612345670'").await, 1);
        assert_eq!(number(&app, "select count(*) from employer").await, 3);
        assert_eq!(
            number(&app, "select count(*) from employment where status = 'confirmed'").await, 3
        );
        assert_eq!(
            number(&app, "select count(*) from member where profile_kind = 'digital_adviser'").await, 1
        );
    }

    async fn whoever_is_to_leave_is_in_the_network_until_then(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        member::import(&house, file(MEMBERS)).await.unwrap();
        for ending in ["transferred", "left", "removed"] {
            app.write("update membership set ended_on = '2026-12-01', ending = ?",
                vec![ending.into()]).await;

            let report = member::import(&house, file(MEMBERS)).await.unwrap();

            assert_eq!(counts(&report), [0, 0, 3, 0], "{ending} {:?}", report.entries);
            assert_eq!(app.count("membership").await, 3, "{ending}");
            assert_eq!(app.count("membership where ended_on is null").await, 0, "{ending}");
        }
    }

    async fn two_jobs_of_one_person_twice_change_nothing_the_second_time(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let table = "mail;nom;prénom;rôle;téléphone;rôle local;structure;date de début;date de fin\n\
            zoe@a.example;Petit;Zoé;Coordinateur;;Pilote;Foyer;2024-01-01;\n\
            zoe@a.example;Petit;Zoé;Médiateur numérique;0612345670;Aidant;Mairie;2025-02-01;2024-02-01\n";

        let first = member::import(&house, file(table.as_bytes())).await.unwrap();
        let lines = app.count("audit_line").await;
        let second = member::import(&house, file(table.as_bytes())).await.unwrap();

        assert_eq!(counts(&first), [1, 1, 0, 0]);
        assert_eq!(counts(&second), [0, 0, 2, 0], "{:?}", second.entries);
        assert_eq!(app.count("audit_line").await, lines);
        let mut problems: Vec<_> = first.problems.iter()
            .map(|p| (p.column.as_deref().unwrap_or(""), p.value.as_str(), p.reason, p.consequence))
            .collect();
        problems.sort_by_key(|problem| problem.0);
        assert_eq!(problems, [
            ("date de fin", "2024-02-01", Reason::EndsBeforeStart, ValueLeftOut),
            ("mail", "zoe@a.example", Reason::SamePerson { first_line: 2 }, Repaired),
            ("rôle", "Médiateur numérique", Reason::SaidOtherwise { first_line: 2 }, ValueLeftOut),
            ("rôle local", "Aidant", Reason::SaidOtherwise { first_line: 2 }, ValueLeftOut),
        ]);
        assert_eq!(app.count("member where profile_kind = 'coordinator' \
            and phone = '+33612345670'").await, 1, "what the first row does not say, another may");
        assert_eq!(app.count("employment").await, 2);
        assert_eq!(app.count("membership where local_role = 'pilot'").await, 1);
    }

    async fn a_wrong_value_is_told_as_it_stands_in_its_cell(app: App) {
        app.network("cybanjou").await;

        let report = member::import(&app.house(), file("mail;Profil\nde@a.example;zzz\n".as_bytes()))
            .await
            .unwrap();

        let [problem] = report.problems.as_slice() else { panic!("{:?}", report.problems) };
        assert_eq!((problem.column.as_deref(), problem.value.as_str()), (Some("Profil"), "zzz"));
    }

    async fn a_file_with_another_local_role_does_not_change_the_past(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let table = |role: &str| format!("Courriel;Nom;Rôle local\nines@structure.example;Moreau;{role}\n");
        member::import(&house, file(table("Référent").as_bytes())).await.unwrap();
        member::import(&house, file(table("Pilote").as_bytes())).await.unwrap();
        assert_eq!(app.count("membership").await, 1, "on the same day, it was never true");
        app.clock.advance(chrono::TimeDelta::days(30));

        let later = app.house();
        member::import(&later, file(table("Éclaireur").as_bytes())).await.unwrap();
        member::import(&later, file(table("Éclaireur").as_bytes())).await.unwrap();

        assert_eq!(app.count("membership where local_role = 'pilot' and ending = 'changed'").await, 1);
        assert_eq!(app.count("membership where local_role = 'scout' and ended_on is null").await, 1);
        assert_eq!(app.count("membership").await, 2);
    }

    async fn whoever_signs_in_keeps_their_own_profile(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        member::import(&house, file(MEMBERS)).await.unwrap();
        let now: Bind = app.clock.now().into();
        Sql::new("update member set last_seen_at = ?", vec![now])
            .run(house.house().db.write())
            .await
            .unwrap();
        let other = "mail;nom;téléphone;fonction\n\
                     ines.moreau@structure.example;Martin;06 99 99 99 99;Médiatrice\n";

        let report = member::import(&house, file(other.as_bytes())).await.unwrap();

        assert_eq!(
            told(&report),
            [
                (2, "nom", Reason::KeptOwn, ValueLeftOut),
                (2, "téléphone", Reason::KeptOwn, ValueLeftOut),
            ]
        );
        assert_eq!(report.entries[0].fields(), ["job_title"], "what was empty is filled");
        assert_eq!(
            number(&app, "select count(*) from member where last_name = 'Moreau' and job_title = 'Médiatrice'").await, 1
        );
    }

    async fn whoever_left_is_not_brought_back_by_a_file(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        member::import(&house, file(MEMBERS)).await.unwrap();
        let day: Bind = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap().into();
        Sql::new("update membership set ended_on = ?, ending = 'left'", vec![day])
            .run(house.house().db.write())
            .await
            .unwrap();

        let report = member::import(&house, file(MEMBERS)).await.unwrap();

        assert_eq!(counts(&report), [0, 0, 0, 3]);
        let refused = report.problems.iter().filter(|one| one.consequence == RowRefused);
        let reasons: Vec<_> = refused.map(|problem| problem.reason).collect();
        assert_eq!(reasons, [Reason::HasLeft; 3]);
        assert_eq!(number(&app, "select count(*) from membership where ended_on is null").await, 0);
    }

    async fn a_lead_cannot_take_over_someone_else_s_members_by_a_file(app: App) {
        let network = app.network("cybanjou").await;
        let other: NetworkId = app.network("autre").await;
        let lead = app.lead_of(network, "Ana").await;
        let stranger = app.member_of(other, "Zoé").await;
        let ctx = as_person(&app, &lead).await;
        let text = format!("mail;nom\n{};Volé\nnouveau@a.example;Nouveau\n", stranger.email);

        let report = member::import(&ctx, file(text.as_bytes())).await.unwrap();

        assert_eq!(counts(&report), [1, 0, 0, 1]);
        assert_eq!(report.problems[0].reason, Reason::KnownElsewhere);
        assert_eq!(number(&app, "select count(*) from member where last_name = 'Volé'").await, 0);
    }

    async fn members_that_went_out_come_back_unchanged(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        member::import(&house, file(MEMBERS)).await.unwrap();
        let tricky = "mail;nom;prénom;structure\nformule@a.example;=cmd;+Zoé;@Foyer\n";
        member::import(&house, file(tricky.as_bytes())).await.unwrap();

        let out = member::export(&house, "cybanjou").await.unwrap();
        let again = member::import(&house, file(&out.bytes)).await.unwrap();

        assert_eq!(out.count, 4);
        let text = String::from_utf8(out.bytes.clone()).unwrap();
        assert!(text.contains("Inès,Moreau,Médiateur·rice numérique"), "{text}");
        assert!(text.contains("'=cmd"), "a spreadsheet must not run a name: {text}");
        assert_eq!(counts(&again), [0, 0, 4, 0], "{:?}", again.entries);
        assert_eq!(number(&app, "select count(*) from employer").await, 4);
    }

    async fn employers_are_found_by_their_number_then_by_name_and_commune(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let text = "siret;rna;nom;cp;commune;courriel;téléphone\n\
                    43493312300029;;Foyer rural;49000;Angers;foyer@a.example;02 41 00 00 01\n\
                    ;W491000123;Association;49300;Cholet;;\n\
                    43493312300029;;Foyer bis;49000;Angers;;\n\
                    43493312300028;;Numéro faux;49000;Angers;;\n";

        let first = employer::import(&house, file(text.as_bytes())).await.unwrap();
        let second = employer::import(&house, file(text.as_bytes())).await.unwrap();
        let people = "mail;nom;structure;ville;siret\n\
                      a@a.example;A;Foyer;Angers;434 933 123 00029\n\
                      b@a.example;B;ASSOCIATION;cholet;\n\
                      c@a.example;C;Association;Saumur;\n";
        member::import(&house, file(people.as_bytes())).await.unwrap();
        let out = employer::export(&house, "cybanjou").await.unwrap();
        let again = employer::import(&house, file(&out.bytes)).await.unwrap();

        assert_eq!(counts(&first), [3, 0, 0, 1]);
        assert_eq!(
            told(&first),
            [
                (4, "", Reason::Duplicate { first_line: 2 }, RowRefused),
                (5, "siret", Reason::NotAPivot, ValueLeftOut),
            ]
        );
        assert_eq!(counts(&second), [0, 0, 3, 1]);
        assert_eq!(number(&app, "select count(*) from employer").await, 4, "one more: of Saumur");
        assert_eq!(
            number(&app, "select count(*) from employment join employer on employer.id = employer_id where siret = '43493312300029'").await, 1
        );
        assert_eq!(out.count, 4);
        assert_eq!(counts(&again), [0, 0, 4, 0], "{:?} {:?}", again.entries, again.problems);
    }

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

    async fn files_are_for_leads_and_open_networks(app: App) {
        let network = app.network("cybanjou").await;
        let member = app.member_of(network, "Ana").await;
        let ctx = as_person(&app, &member).await;
        let needs = |halted: Halt| match halted {
            Halt::Denied(Denied::Forbidden(needs)) => needs,
            other => panic!("{other:?}"),
        };

        let Err(Error::Halted(halted)) = place::import(&ctx, file(PLACES)).await else { panic!() };
        assert_eq!(needs(halted), Needs::Lead);
        assert_eq!(needs(member::export(&ctx, "cybanjou").await.unwrap_err()), Needs::Lead);
        let unknown = Import { network: "inconnu", ..file(PLACES) };
        let Err(Error::Halted(Halt::Denied(Denied::Hidden))) =
            place::import(&app.house(), unknown).await
        else {
            panic!()
        };

        let now: Bind = app.clock.now().into();
        Sql::new("update network set archived_at = ?", vec![now])
            .run(app.house().house().db.write())
            .await
            .unwrap();
        let Err(Error::Refused(refusals)) = place::import(&app.house(), file(PLACES)).await else {
            panic!()
        };
        assert_eq!(refusals, [ImportRefusal::NetworkArchived]);
        let Err(Error::Refused(refusals)) = member::import(&app.house(), file(b"a;b\n")).await else {
            panic!()
        };
        assert_eq!(refusals, [ImportRefusal::NetworkArchived]);
    }
}
