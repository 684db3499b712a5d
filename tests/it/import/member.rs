//! Members come in from the lists people have: nobody twice, nobody overwritten.

use chrono::NaiveDate;
use domain::{
    database::{Bind, Sql},
    id::NetworkId,
    member,
    sheet::{
        Consequence::{Repaired, RowRefused, ValueLeftOut},
        Reason,
    },
};

use super::{MEMBERS, as_person, counts, file, number, told};
use crate::support::on_both;

on_both! {
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

    async fn two_contracts_at_one_employer_are_two_jobs_in_whatever_order(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let jobs = "employment join member on member.id = employment.member_id where member.email";
        let now = ["2025-09-01;", "2024-01-01;2025-08-31"];
        let renewed = ["2024-09-01;", "2026-09-01;2029-08-31"];
        for (index, [first, second]) in [now, renewed].into_iter().enumerate() {
            for (order, rows) in [[first, second], [second, first]].into_iter().enumerate() {
                let email = format!("jo{index}{order}@a.example");
                let [one, two] = rows.map(|days| format!("{email};Lin;Mairie;{days}\n"));
                let table = format!("mail;nom;structure;date de début;date de fin\n{one}{two}");

                let report = member::import(&house, file(table.as_bytes())).await.unwrap();
                assert_eq!(counts(&report), [1, 1, 0, 0], "{table}");
                for _ in 0..2 {
                    let again = member::import(&house, file(table.as_bytes())).await.unwrap();
                    assert_eq!(counts(&again), [0, 0, 2, 0], "{table} {:?}", again.entries);
                }

                assert_eq!(app.count(&format!("{jobs} = '{email}'")).await, 2, "{table}");
            }
        }
        let days = "and employment.started_on = '2024-09-01' and employment.ended_on = '2026-09-01'";
        assert_eq!(app.count(&format!("{jobs} like 'jo1%' {days}")).await, 2, "ends with the next");
        assert_eq!(app.count(&format!("{jobs} like 'jo0%' and employment.ended_on is null")).await, 2);
    }

    async fn days_that_another_job_there_has_are_left_out(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let table = |days: &str| {
            format!("mail;nom;structure;date de début;date de fin\nzoe@a.example;Petit;Foyer;{days}\n")
        };
        member::import(&house, file(table("2024-09-01;2027-08-31").as_bytes())).await.unwrap();

        let report = member::import(&house, file(table("2026-09-01;").as_bytes())).await.unwrap();

        assert_eq!(counts(&report), [0, 0, 1, 0]);
        assert_eq!(told(&report), [(2, "date de début", Reason::Overlaps, ValueLeftOut)]);
        assert_eq!(app.count("employment").await, 1);
    }

    async fn a_first_day_that_was_not_known_comes_with_a_later_file(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let short = "mail;nom;structure\nzoe@a.example;Petit;Foyer\n";
        member::import(&house, file(short.as_bytes())).await.unwrap();
        let full = "mail;nom;structure;date de début\nzoe@a.example;Petit;Foyer;2024-09-01\n";

        member::import(&house, file(full.as_bytes())).await.unwrap();

        assert_eq!(app.count("employment where started_on = '2024-09-01'").await, 1);
        assert_eq!(app.count("employment").await, 1);
    }

    async fn a_job_that_is_over_and_began_nobody_knows_when_is_left_out(app: App) {
        app.network("cybanjou").await;
        let house = app.house();
        let table = "mail;nom;structure;date de début;date de fin\n\
            zoe@a.example;Petit;Foyer;hier;2020-01-01\n\
            ada@a.example;Lin;Foyer;;2020-01-01\n\
            ida@a.example;Roy;Foyer;hier;2027-01-01\n";
        let started = "mail;nom;structure;date de début\nzoe@a.example;Petit;Foyer;2024-09-01\n";
        let ended = "mail;nom;structure;date de fin\nzoe@a.example;Petit;Foyer;2024-08-31\n";

        let first = member::import(&house, file(table.as_bytes())).await.unwrap();
        let second = member::import(&house, file(table.as_bytes())).await.unwrap();
        assert_eq!(app.count("employment").await, 1, "the one that goes on");
        member::import(&house, file(started.as_bytes())).await.unwrap();
        let third = member::import(&house, file(ended.as_bytes())).await.unwrap();

        assert_eq!((counts(&first), counts(&second)), ([3, 0, 0, 0], [0, 0, 3, 0]));
        for report in [&first, &second] {
            assert_eq!(
                told(report),
                [
                    (2, "date de début", Reason::NotADay, ValueLeftOut),
                    (2, "date de fin", Reason::NoFirstDay, ValueLeftOut),
                    (3, "date de fin", Reason::NoFirstDay, ValueLeftOut),
                    (4, "date de début", Reason::NotADay, ValueLeftOut),
                ]
            );
        }
        assert_eq!(counts(&third), [0, 0, 1, 0]);
        assert_eq!(told(&third), [(2, "date de fin", Reason::EndsBeforeStart, ValueLeftOut)]);
        assert_eq!(app.count("employment where ended_on <= started_on").await, 0);
        assert_eq!(app.count("employment where ended_on = '2027-01-02'").await, 1);
        assert_eq!(app.count("employment where ended_on is null").await, 1);
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

    async fn both_addresses_of_a_joined_record_are_the_one_person(app: App) {
        let network = app.network("cybanjou").await;
        let kept = app.member_of(network, "Paul").await;
        let gone = app.member_of(network, "Paul bis").await;
        app.write("update member set merged_into_id = ?, archived_at = ? where id = ?",
            vec![kept.id.into(), app.clock.now().into(), gone.id.into()]).await;
        app.write("update membership set member_id = ?, ended_on = started_on, ending = 'merged' \
            where member_id = ?", vec![kept.id.into(), gone.id.into()]).await;
        let members = app.count("member").await;
        let table = format!("mail;portable;structure\n{};06 12 34 56 70;Foyer\n{};;Mairie\n",
            gone.email, kept.email);

        let report = member::import(&app.house(), file(table.as_bytes())).await.unwrap();
        let again = member::import(&app.house(), file(table.as_bytes())).await.unwrap();

        assert_eq!(counts(&report), [0, 2, 0, 0]);
        assert_eq!(told(&report), [(3, "mail", Reason::SamePerson { first_line: 2 }, Repaired)]);
        assert_eq!(counts(&again), [0, 0, 2, 0], "{:?}", again.entries);
        assert_eq!(app.count("member").await, members);
        assert_eq!(app.count(&format!(
            "member where phone = '+33612345670' and email = '{}'", kept.email)).await, 1);
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
}
