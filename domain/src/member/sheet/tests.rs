//! What a spreadsheet of people can count on.

use proptest::prelude::*;

use super::*;
use crate::sheet::Consequence::{self, Repaired, RowRefused, ValueLeftOut};

const COOP: &str = include_str!("../../../tests/fixtures/members-coop.csv");

#[test]
fn the_national_team_export_is_read_whole() {
    let sheet = read(COOP.as_bytes()).unwrap();

    let told: Vec<_> =
        sheet.problems.iter().map(|p| (p.column.as_deref().unwrap(), p.reason)).collect();
    assert_eq!(
        told,
        [("Type de contrat", Reason::UnknownColumn), ("Statut", Reason::UnknownColumn)],
        "what is not kept is told"
    );
    let unused: Vec<_> = sheet
        .mapping
        .iter()
        .filter(|column| column.field.is_none())
        .map(|column| column.heading.as_str())
        .collect();
    assert_eq!(unused, ["Type de contrat", "Statut"]);
    assert_eq!(sheet.rows.len(), 3);
    let member = &sheet.rows[0];
    assert_eq!((member.first_name.as_str(), member.last_name.as_str()), ("Inès", "Moreau"));
    assert_eq!(member.email.as_str(), "ines.moreau@structure.example");
    assert_eq!(member.phone.as_ref().unwrap().as_str(), "+33241000021");
    assert_eq!(member.role.as_deref(), Some("Médiateur·rice numérique"));
    assert_eq!(member.starts_on, NaiveDate::from_ymd_opt(2024, 9, 1));
    assert_eq!(member.ends_on, None);
    let employer = member.employer.as_ref().unwrap();
    assert_eq!(employer.name, "Centre social fictif, Les Tilleuls");
    assert_eq!(employer.insee_code.as_ref().unwrap().as_str(), "49007");
}

#[test]
fn our_own_export_is_read_without_a_remark() {
    let headings = crate::member::export::HEADINGS.join(",");
    let sheet = read(format!("{headings}\n,,,,,ines@structure.example,,,,,,,,,,,,\n").as_bytes());

    assert_eq!(sheet.unwrap().problems, []);
}

#[test]
fn a_hand_made_table_is_read_with_any_separator_and_encoding() {
    for separator in [";", ",", "\t"] {
        let text =
            "Membres du réseau|2026\r\n\r\nNOM & Prénom|Courriel|Portable|Structure|Remarques\r\n\
                    MOREAU Inès|Ines@Structure.example|06.12.34.56.78|Médiathèque|à rappeler\r\n"
                .replace('|', separator);
        let windows = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for bytes in [text.as_bytes(), &windows, &marked] {
            let sheet = read(bytes).unwrap();

            let fields: Vec<_> = sheet.mapping.iter().map(|column| column.field).collect();
            assert_eq!(
                fields,
                [
                    Some(Field::FullName),
                    Some(Field::Email),
                    Some(Field::Phone),
                    Some(Field::EmployerName),
                    None
                ]
            );
            let [member] = sheet.rows.as_slice() else { panic!("{:?}", sheet.rows) };
            assert_eq!((member.first_name.as_str(), member.last_name.as_str()), ("Inès", "MOREAU"));
            assert_eq!(member.line, 4);
            assert_eq!(member.employer.as_ref().unwrap().name, "Médiathèque");
            assert_eq!(sheet.problems.len(), 1, "the remarks: {:?}", sheet.problems);
        }
    }
}

#[test]
fn bad_rows_say_where_and_why_and_the_others_go_in() {
    let text = "nom;prénom;mail;téléphone;cp;siret;date de début\n\
                Moreau;Inès;ines@a.example;3631;1000;;\n\
                Petit;Jean;;;;;\n\
                Leroy;Zoé;zoe@a;;;;\n\
                Moreau;Inès;INES@a.example;06 12 34 56 78 / 02 41 00 00 01;49100;43493312300028;hier\n";
    let sheet = read(text.as_bytes()).unwrap();

    let lines: Vec<_> = sheet.rows.iter().map(|row| (row.line, row.same_as_line)).collect();
    assert_eq!(lines, [(2, None), (5, Some(2))]);
    let problems: Vec<_> = sheet
        .problems
        .iter()
        .map(|p| (p.line, p.column.as_deref().unwrap(), p.value.as_str(), p.reason, p.consequence))
        .collect();
    assert_eq!(
        problems,
        [
            (2, "téléphone", "3631", Reason::NotAPhone, ValueLeftOut),
            (3, "mail", "", Reason::Missing, RowRefused),
            (4, "mail", "zoe@a", Reason::NotAnEmail, RowRefused),
            (5, "date de début", "hier", Reason::NotADay, ValueLeftOut),
            (
                5,
                "téléphone",
                "06 12 34 56 78 / 02 41 00 00 01",
                Reason::SeveralPhones,
                ValueLeftOut
            ),
            (5, "siret", "43493312300028", Reason::NotAPivot, ValueLeftOut),
            (5, "mail", "INES@a.example", Reason::SamePerson { first_line: 2 }, Repaired),
        ]
    );
}

#[test]
fn a_contract_that_ends_before_it_begins_has_no_end() {
    let text = "mail;début;fin\n\
                a@a.example;01/02/2024;01/01/2020\n\
                b@a.example;01/02/2024;31/01/2024\n\
                c@a.example;;01/01/2020\n";
    let sheet = read(text.as_bytes()).unwrap();

    let problems: Vec<_> = sheet
        .problems
        .iter()
        .map(|p| (p.line, p.column.as_deref().unwrap(), p.value.as_str(), p.reason, p.consequence))
        .collect();
    assert_eq!(problems, [(2, "fin", "01/01/2020", Reason::EndsBeforeStart, ValueLeftOut)]);
    let has_end: Vec<_> = sheet.rows.iter().map(|row| row.ends_on.is_some()).collect();
    assert_eq!(has_end, [false, true, true]);
}

#[test]
fn a_name_that_is_too_long_to_be_one_is_left_out() {
    let long = "a".repeat(LONGEST_LINE + 1);
    let text = format!("mail;prénom;nom;structure\na@a.example;{long};Petit;{long}\n");
    let sheet = read(text.as_bytes()).unwrap();

    let row = &sheet.rows[0];
    assert_eq!((row.first_name.as_str(), row.last_name.as_str()), ("", "Petit"));
    assert!(row.employer.is_none());
    let told: Vec<_> = sheet.problems.iter().map(|p| (p.reason, p.consequence)).collect();
    assert_eq!(told, [(Reason::NameTooLong { limit: LONGEST_LINE }, ValueLeftOut); 2]);
}

#[test]
fn a_column_twice_is_used_once() {
    let sheet = read(b"mail;courriel\na@a.example;b@b.example\n").unwrap();

    assert_eq!(sheet.rows[0].email.as_str(), "a@a.example");
    assert_eq!(sheet.problems[0].reason, Reason::RepeatedColumn);
    assert_eq!(sheet.mapping[1].field, None);
}

#[test]
fn a_name_in_one_cell_is_parted_as_its_heading_says() {
    for (heading, cell) in [
        ("Nom Prénom", "Durand Paul"),
        ("NOM & Prénom", "Durand Paul"),
        ("Prénom Nom", "Paul Durand"),
        ("Participant", "Paul Durand"),
        ("Participant", "Durand, Paul"),
    ] {
        let text = format!("mail;{heading}\na@a.example;{cell}\n");
        let sheet = read(text.as_bytes()).unwrap();
        let row = &sheet.rows[0];
        assert_eq!((row.first_name.as_str(), row.last_name.as_str()), ("Paul", "Durand"), "{text}");
    }
}

#[test]
fn a_file_without_an_email_column_is_not_a_list_of_members() {
    assert_eq!(read(b"nom;prenom\nMoreau;Ines\n"), Err(Unreadable::NoHeadings));
}

proptest! {
    #[test]
    fn every_row_is_read_or_reported(
        rows in proptest::collection::vec("[a-zé@. ]{0,12}(;[a-zé@. 0-9+/]{0,12}){0,5}", 0..6)
    ) {
        let text = format!("mail;nom;téléphone;structure;cp\n{}\n", rows.join("\n"));
        let sheet = read(text.as_bytes()).unwrap();
        for (index, row) in rows.iter().enumerate() {
            let line = index as u64 + 2;
            let is_filled = row.split(';').any(|cell| !cell.trim().is_empty());
            let is_read = sheet.rows.iter().any(|member| member.line == line);
            let is_refused = sheet.problems.iter()
                .any(|p| p.line == line && p.consequence == Consequence::RowRefused);
            prop_assert_eq!(is_filled, is_read || is_refused, "line {}", line);
            prop_assert!(!(is_read && is_refused));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&[b"mail;nom\n".as_slice(), &bytes].concat());
    }
}
