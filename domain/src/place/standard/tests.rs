//! What a file of the standard can count on: read as it comes, written as the schema says.

use std::path::Path;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::sheet::{Consequence, Problem, Reason, Unreadable};

const SAMPLE: &[u8] = include_bytes!("../../../tests/fixtures/places-sample.csv");

fn written_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap()
}

/// A file with one row: what is required, and these cells.
fn one_row(cells: &[(&str, &str)]) -> String {
    let mut row = vec![
        ("id", "lieu-1"),
        ("nom", "Maison des associations"),
        ("commune", "Angers"),
        ("code_postal", "49100"),
        ("adresse", "1 rue des Écoles"),
        ("date_maj", "2026-01-31"),
    ];
    row.retain(|(column, _)| cells.iter().all(|(other, _)| other != column));
    row.extend_from_slice(cells);
    let line = |of: fn(&(&str, &str)) -> String| row.iter().map(of).collect::<Vec<_>>().join(",");
    format!(
        "{}\n{}\n",
        line(|(column, _)| (*column).to_owned()),
        line(|(_, cell)| format!("\"{cell}\""))
    )
}

fn read_one(cells: &[(&str, &str)]) -> (StandardPlace, Vec<Problem>) {
    let mut reading = read(one_row(cells).as_bytes()).unwrap();
    assert_eq!(reading.places.len(), 1, "{:?}", reading.problems);
    (reading.places.remove(0).1, reading.problems)
}

/// What a row reports, with its column and consequence.
fn reported(problems: &[Problem]) -> Vec<(&str, &str, Reason, Consequence)> {
    problems
        .iter()
        .map(|p| (p.column.as_deref().unwrap_or(""), p.value.as_str(), p.reason, p.consequence))
        .collect()
}

#[test]
fn the_sample_is_read_without_a_fault_and_written_back_the_same() {
    let reading = read(SAMPLE).unwrap();

    assert_eq!(reading.problems, []);
    assert_eq!(reading.places.len(), 12);
    let places: Vec<StandardPlace> = reading.places.into_iter().map(|(_, place)| place).collect();
    let written = write(&places, written_on()).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8_lossy(SAMPLE));
}

/// A real file: it must be in the folder of `MAILLAGE_TEST_DATA`, where one is named; else beside the
/// repository, if it is there; `scripts/test` says when it is not.
#[expect(clippy::disallowed_methods, reason = "where the tests' files are is no setting")]
fn real_file(name: &str) -> Option<Vec<u8>> {
    if let Some(folder) = std::env::var_os("MAILLAGE_TEST_DATA") {
        return Some(std::fs::read(Path::new(&folder).join(name)).unwrap());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    std::fs::read(folder.join(name)).ok()
}

#[test]
fn the_department_s_own_file_is_read_whole_where_it_is_at_hand() {
    let Some(bytes) = real_file("lieux-maine-et-loire.csv") else { return };

    let reading = read(&bytes).unwrap();

    assert_eq!(reading.places.len(), 219);
    let told: Vec<_> = reported(&reading.problems);
    assert!(
        matches!(
            told.as_slice(),
            [
                ("adresse", street, Reason::OddLetters, _),
                ("site_web", site, Reason::NotAWebAddress, _),
            ] if street.contains('"') && site.contains(' ')
        ),
        "one street has a quotation mark, and one address of a site has words in it: {told:?}"
    );
    let places: Vec<StandardPlace> = reading.places.into_iter().map(|(_, place)| place).collect();
    let again = read(&write(&places, written_on()).unwrap()).unwrap();
    assert!(again.problems.is_empty());
    assert_eq!(again.places.into_iter().map(|(_, place)| place).collect::<Vec<_>>(), places);
}

#[test]
fn semicolons_windows_and_capitals_make_no_difference() {
    let text = "ID;Nom;Commune;Code postal;Adresse;Date maj;Services\r\n\
                lieu-1;Médiathèque;Évron;49100;1 rue;31/01/2026;\
                \"accès internet et matériel informatique;AIDE AUX DEMARCHES ADMINISTRATIVES\"\r\n";
    let windows = encoding_rs::WINDOWS_1252.encode(text).0;

    let reading = read(&windows).unwrap();

    assert_eq!(reading.problems, []);
    let (line, place) = &reading.places[0];
    assert_eq!((*line, place.commune.as_str()), (2, "Évron"));
    assert_eq!(place.updated_on, NaiveDate::from_ymd_opt(2026, 1, 31));
    assert_eq!(
        place.services,
        [Service::AdministrativeProcedures, Service::AccessAndEquipment].into()
    );
}

#[test]
fn what_stands_for_nothing_is_nothing() {
    let (place, problems) =
        read_one(&[("pivot", "00000000000000"), ("latitude", "0"), ("longitude", "0,0")]);

    assert_eq!((place.pivot, place.coordinates), (None, None));
    assert_eq!(problems, []);
}

#[test]
fn coordinates_may_have_a_decimal_comma_and_must_be_on_earth() {
    let (place, _) = read_one(&[("latitude", "47,47"), ("longitude", "-0.55")]);
    assert_eq!(place.coordinates, Coordinates::new(47.47, -0.55));

    let (place, problems) = read_one(&[("latitude", "47.47"), ("longitude", "ouest")]);
    assert_eq!(place.coordinates, None);
    assert_eq!(
        reported(&problems),
        [("longitude", "ouest", Reason::NotCoordinates, Consequence::ValueLeftOut)]
    );

    let (_, problems) = read_one(&[("latitude", "4747"), ("longitude", "-0.55")]);
    assert_eq!(
        reported(&problems),
        [("latitude", "4747", Reason::NotCoordinates, Consequence::ValueLeftOut)]
    );
    assert_eq!(Coordinates::new(f64::NAN, 1.0), None);
}

#[test]
fn a_value_that_is_not_understood_is_left_out_and_reported() {
    let (place, problems) = read_one(&[
        ("pivot", "43493312300028"),
        ("code_insee", "20007"),
        ("telephone", "3631"),
        ("courriels", "accueil@lieu.example|accueil"),
        ("site_web", "https://lieu.example;www.lieu.example|néant"),
        ("horaires", "lundi 9h"),
        ("date_maj", "hier"),
        ("services", "Crêpes|Accès internet et matériel informatique"),
        ("formations_labels", "ORDI 3.0|Label du coin"),
    ]);

    assert_eq!(
        reported(&problems),
        [
            ("formations_labels", "Label du coin", Reason::KeptAsOtherLabel, Consequence::Repaired),
            ("pivot", "43493312300028", Reason::NotAPivot, Consequence::ValueLeftOut),
            ("code_insee", "20007", Reason::NotAnInseeCode, Consequence::ValueLeftOut),
            ("telephone", "3631", Reason::NotAPhone, Consequence::ValueLeftOut),
            ("courriels", "accueil", Reason::NotAnEmail, Consequence::ValueLeftOut),
            ("site_web", "néant", Reason::NotAWebAddress, Consequence::ValueLeftOut),
            ("horaires", "lundi 9h", Reason::NotHours, Consequence::ValueLeftOut),
            ("date_maj", "hier", Reason::NotADay, Consequence::ValueLeftOut),
            ("services", "Crêpes", Reason::NotInList, Consequence::ValueLeftOut),
        ]
    );
    assert!(problems.iter().all(|problem| problem.line == 2));
    assert_eq!(place.emails.len(), 1);
    assert_eq!(place.websites.len(), 2);
    assert_eq!(place.services, [Service::AccessAndEquipment].into());
    assert_eq!(place.other_labels, ["Label du coin".to_owned()].into());
}

#[test]
fn a_telephone_is_one_french_number() {
    let (place, problems) = read_one(&[("telephone", "02 41 00 00 01 / 06 12 34 56 78")]);
    assert_eq!(place.phone.unwrap().as_str(), "+33241000001");
    assert_eq!(problems[0].reason, Reason::SeveralPhones);

    let (place, problems) = read_one(&[("telephone", "+32 2 123 45 67")]);
    assert_eq!(place.phone, None);
    assert_eq!(problems[0].reason, Reason::ForeignPhone);
}

#[test]
fn a_spreadsheet_s_lost_zero_is_given_back() {
    let (place, problems) = read_one(&[("code_postal", "1000"), ("code_insee", "1053")]);

    assert_eq!(place.postal_code.as_str(), "01000");
    assert_eq!(place.insee_code.unwrap().as_str(), "01053");
    assert!(problems.iter().all(|p| p.reason == Reason::LostZero));

    for insee_code in ["", "01053"] {
        let (place, problems) = read_one(&[("code_postal", "1000"), ("code_insee", insee_code)]);
        assert_eq!(place.postal_code.as_str(), "01000");
        assert_eq!(
            reported(&problems),
            [("code_postal", "1000", Reason::LostZero, Consequence::Repaired)]
        );
    }
}

#[test]
fn a_postal_code_that_lost_another_digit_is_given_no_zero() {
    for insee_code in ["49023", "2A004"] {
        let row = one_row(&[("code_postal", "4900"), ("code_insee", insee_code)]);
        let reading = read(row.as_bytes()).unwrap();

        assert!(reading.places.is_empty());
        assert_eq!(
            reported(&reading.problems),
            [("code_postal", "4900", Reason::NotAPostalCode, Consequence::RowRefused)]
        );
    }
}

#[test]
fn an_insee_code_of_no_department_is_left_out() {
    let (place, problems) = read_one(&[("code_insee", "99999")]);

    assert_eq!(place.insee_code, None);
    assert_eq!(
        reported(&problems),
        [("code_insee", "99999", Reason::NotAnInseeCode, Consequence::ValueLeftOut)]
    );
}

#[test]
fn a_long_summary_is_cut_at_a_word_and_kept_whole_as_detail() {
    let long = "mot ".repeat(100);
    let (place, problems) = read_one(&[("presentation_resume", &long)]);

    let summary = place.summary.unwrap();
    assert!(summary.chars().count() <= LONGEST_SUMMARY && summary.ends_with("mot…"), "{summary}");
    assert_eq!(place.detail.as_deref(), Some(long.trim()));
    assert_eq!(problems[0].consequence, Consequence::Repaired);

    let (place, problems) =
        read_one(&[("presentation_resume", &long), ("presentation_detail", "Autre")]);
    assert_eq!(place.detail.as_deref(), Some("Autre"));
    assert_eq!(problems[0].consequence, Consequence::ValueLeftOut);
}

#[test]
fn a_row_that_is_no_place_is_refused_and_the_others_go_in() {
    let text = "id,nom,commune,code_postal,adresse,date_maj\n\
                lieu-1,A,Angers,49100,1 rue,2026-01-31\n\
                ,B,Angers,49100,1 rue,2026-01-31\n\
                lieu-3,C,Angers,Angers,1 rue,2026-01-31\n\
                lieu-1,D,Angers,49100,1 rue,2026-01-31\n\
                lieu-5,E,Angers,49100,1 rue,2026-01-31,de trop\n\
                lieu-6,F,Angers,49100,1 rue,2026-01-31\n";
    let reading = read(text.as_bytes()).unwrap();

    let names: Vec<_> = reading.places.iter().map(|(line, p)| (*line, p.name.as_str())).collect();
    assert_eq!(names, [(2, "A"), (7, "F")]);
    let refused: Vec<_> = reading
        .problems
        .iter()
        .map(|p| (p.line, p.column.as_deref(), p.reason, p.consequence))
        .collect();
    let row = Consequence::RowRefused;
    assert_eq!(
        refused,
        [
            (3, Some("id"), Reason::Missing, row),
            (4, Some("code_postal"), Reason::NotAPostalCode, row),
            (5, Some("id"), Reason::SameRecord { first_line: 2 }, row),
            (6, None, Reason::TooManyCells, row),
        ]
    );
}

#[test]
fn a_file_that_cannot_be_places_says_which_columns_it_lacks() {
    assert_eq!(
        read(b"id,nom,commune\n1,A,Angers\n"),
        Err(Unreadable::MissingColumns(vec!["code_postal".into(), "adresse".into()]))
    );
    let (_, problems) = read_one(&[("couleur", "bleu")]);
    assert_eq!(problems[0].reason, Reason::UnknownColumn);
    assert_eq!(problems[0].line, 1);
}

#[test]
fn what_is_written_follows_the_schema() {
    let (mut place, _) = read_one(&[("services", "Accès internet et matériel informatique")]);
    place.updated_on = None;
    place.phone = "+3221234567".parse().ok();
    let written = String::from_utf8(write([&place], written_on()).unwrap()).unwrap();

    let mut lines = written.lines();
    assert_eq!(lines.next().unwrap(), COLUMNS.join(","));
    let row = lines.next().unwrap();
    assert!(row.starts_with("lieu-1,00000000000000,Maison des associations,Angers,49100,,"));
    assert!(row.contains(",2026-09-01,Accès internet et matériel informatique,"), "{row}");
    assert!(!row.contains("+32"), "the schema has no foreign number");
}

#[test]
fn the_file_is_named_as_the_standard_asks() {
    assert_eq!(
        file_name(
            written_on(),
            &"43493312300029".parse().unwrap(),
            &"maine-et-loire".parse().unwrap()
        ),
        "2026-09-01_43493312300029_lieux-de-mediation-numerique_maine-et-loire.csv"
    );
}

fn values<L: ClosedList + std::fmt::Debug>() -> impl Strategy<Value = BTreeSet<L>> {
    btree_set(select(L::ALL), 0..4)
}

fn parsed<V: std::str::FromStr + std::fmt::Debug>(pattern: &str) -> impl Strategy<Value = V> {
    proptest::string::string_regex(pattern)
        .unwrap()
        .prop_map(|text| text.parse().unwrap_or_else(|_| panic!("{text:?} is generated valid")))
}

/// A text with what troubles tables: quotes, separators, line breaks, accents.
fn text() -> impl Strategy<Value = String> + Clone {
    "[a-zéÀœ«\"'’](([a-zé,;|\"'\n \r€]){0,20}[a-z\"é.])?"
}

/// The same on one line, as names are.
fn named() -> impl Strategy<Value = String> + Clone {
    text().prop_map(|words| crate::text::line(&words))
}

/// Words in the letters of an address.
fn spelled(spell: fn(&str) -> String) -> impl Strategy<Value = String> + Clone {
    text()
        .prop_map(move |words| spell(&words))
        .prop_filter("something stays", |words| !words.is_empty())
}

prop_compose! {
    fn place()(
        id in "[a-zA-Z0-9-]{1,12}",
        pivot in option::of(parsed("W[0-9]{9}|[1-9][0-9]{8}")),
        (name, commune, address) in (named(), spelled(commune), spelled(street)),
        postal_code in parsed("[0-9]{5}"),
        insee_code in option::of(parsed("(0[1-9]|[13-8][0-9]|9[0-578]|2[AB1-9])[0-9]{3}")),
        address_complement in option::of(text()),
        point in option::of((-90.0..90.0_f64, -180.0..180.0_f64)),
        typologies in values(),
        phone in option::of(parsed("\\+33[1-9][0-9]{8}|\\+687[0-9]{6}")),
        emails in vec(parsed("[a-z]{1,8}@[a-z]{1,8}\\.fr"), 0..3),
        websites in vec(parsed("https?://[a-z]{1,8}\\.fr(/[a-zA-Z?=&;,%]{0,8})?"), 0..3),
        (opening_hours, detail, source, parent) in
            (option::of("(Mo|Tu,We|Th-Su) 0[0-9]:[0-5][0-9]-1[0-9]:30(; PH off)?"),
                option::of(text()), option::of(text()), option::of(text())),
        summary in option::of(text()),
        day in 0_u64..40_000,
        (mobility, services, audiences, special_care, fees) in
            (values(), values(), values(), values(), values()),
        (programmes, labels, access, support) in (values(), values(), values(), values()),
        other_labels in btree_set("[a-zé]{1,6}( [a-z,]{0,3}[a-z])?", 0..3),
        (accessibility, booking) in
            (option::of(parsed("https://[a-z]{1,8}\\.fr")), option::of(parsed("http://[a-z]{1,8}\\.org/x"))),
    ) -> StandardPlace {
        let mut emails: Vec<Email> = emails;
        let mut seen = BTreeSet::new();
        emails.retain(|email| seen.insert(email.clone()));
        let mut websites: Vec<WebAddress> = websites;
        let mut seen = BTreeSet::new();
        websites.retain(|website| seen.insert(website.clone()));
        StandardPlace {
            id, pivot, name, commune, postal_code, insee_code, address, address_complement,
            coordinates: point.and_then(|(north, east)| Coordinates::new(north, east)),
            typologies, phone, emails, websites, opening_hours, summary, detail, source, mobility,
            parent,
            updated_on: NaiveDate::from_ymd_opt(1990, 1, 1)
                .and_then(|first| first.checked_add_days(chrono::Days::new(day))),
            services, audiences, special_care, fees, programmes, labels, other_labels, access,
            support, accessibility, booking,
        }
    }
}

/// What the standard's schema 1.0.2 asks of a row, transcribed: the first rule that is broken.
fn broken_rule(row: &csv::StringRecord) -> Option<String> {
    let cell = |column: &str| {
        let index = COLUMNS.iter().position(|known| *known == column).unwrap();
        row.get(index).unwrap()
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    for column in ["id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj"] {
        if cell(column).is_empty() {
            return Some(format!("{column} is required"));
        }
    }
    let pivot = cell("pivot");
    let countries = ["33", "590", "594", "262", "596", "269", "687", "689", "508", "681"];
    let is_phone = |text: &str| {
        countries.iter().any(|country| {
            text.strip_prefix('+')
                .and_then(|text| text.strip_prefix(country))
                .is_some_and(|rest| (6..=9).contains(&rest.len()) && digits(rest))
        })
    };
    let insee = cell("code_insee");
    let rules = [
        (
            "pivot",
            (9..=14).contains(&pivot.len()) && pivot.bytes().all(|b| b.is_ascii_alphanumeric()),
        ),
        ("code_postal", cell("code_postal").len() == 5 && digits(cell("code_postal"))),
        ("code_insee", insee.is_empty() || (insee.len() == 5 && digits(&insee[2..]))),
        ("latitude", cell("latitude").is_empty() || cell("latitude").parse::<f64>().is_ok()),
        ("longitude", cell("longitude").is_empty() || cell("longitude").parse::<f64>().is_ok()),
        ("telephone", cell("telephone").is_empty() || is_phone(cell("telephone"))),
        ("presentation_resume", cell("presentation_resume").chars().count() <= 280),
        ("date_maj", NaiveDate::parse_from_str(cell("date_maj"), "%Y-%m-%d").is_ok()),
    ];
    let closed: [(&str, &[&str]); 4] = [
        ("frais_a_charge", &["Gratuit", "Gratuit sous condition", "Payant"]),
        ("itinerance", &["Itinérant", "Fixe"]),
        (
            "modalites_acces",
            &[
                "Se présenter",
                "Téléphoner",
                "Contacter par mail",
                "Prendre un RDV en ligne",
                "Ce lieu n'accueille pas de public",
                "Envoyer un mail avec une fiche de prescription",
            ],
        ),
        (
            "modalites_accompagnement",
            &[
                "En autonomie",
                "Accompagnement individuel",
                "Dans un atelier collectif",
                "À distance",
            ],
        ),
    ];
    let broken = rules.iter().find(|(_, holds)| !holds).map(|(column, _)| *column);
    let outside = closed.iter().find(|(column, list)| {
        !cell(column).is_empty() && cell(column).split('|').any(|value| !list.contains(&value))
    });
    broken.or(outside.map(|(column, _)| *column)).map(str::to_owned)
}

proptest! {
    #[test]
    fn reading_what_we_wrote_gives_the_same_places(places in vec(place(), 1..4)) {
        let mut seen = BTreeSet::new();
        let places: Vec<_> =
            places.into_iter().filter(|place| seen.insert(place.id.clone())).collect();

        let written = write(&places, written_on()).unwrap();
        for row in csv::Reader::from_reader(written.as_slice()).records() {
            prop_assert_eq!(broken_rule(&row.unwrap()), None);
        }
        let reading = read(&written).unwrap();

        prop_assert_eq!(reading.problems, vec![]);
        let read: Vec<_> = reading.places.into_iter().map(|(_, place)| place).collect();
        prop_assert_eq!(read, places);
    }

    #[test]
    fn any_text_under_the_headings_is_read_or_reported(rows in "[a-z0-9|;,\"\n@+é]{0,200}") {
        let reading = read(format!("{}\n{rows}", COLUMNS.join(",")).as_bytes()).unwrap();
        let refused: BTreeSet<u64> = reading.problems.iter()
            .filter(|p| p.consequence == Consequence::RowRefused).map(|p| p.line).collect();
        for (line, _) in &reading.places {
            prop_assert!(!refused.contains(line));
        }
    }
}
