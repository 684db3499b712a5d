//! What a list is cut into: one entry for each person, and nothing that was pasted is lost.

use proptest::prelude::*;

use super::{person, read};
use crate::{
    identifier::email,
    invitation::addresses::{Malformed, Name, has_words, parse},
    text::is_unseen,
};

#[test]
fn recipients_of_a_message_are_read() {
    let list = "Marie Dupont <marie@a.example>, \"Petit, Jean\" <jean@b.example>; \
                ali@c.example,'Zoé Le Gall' <zoe@d.example>";

    assert_eq!(
        read(list),
        [
            person("Marie Dupont", "marie@a.example"),
            person("Jean Petit", "jean@b.example"),
            person("", "ali@c.example"),
            person("Zoé Le Gall", "zoe@d.example"),
        ]
    );
}

#[test]
fn what_follows_a_recipient_is_another_one() {
    let list = "Zoé Lune <zoe@a.example>; pas-une-adresse";

    assert_eq!(
        read(list),
        [person("Zoé Lune", "zoe@a.example"), (None, Err(Malformed::NoAddress))]
    );
    assert_eq!(
        read("Dupont, Marie <marie@a.example>"),
        [person("Marie Dupont", "marie@a.example")]
    );
}

#[test]
fn what_looks_like_an_address_is_nobody_s_name() {
    let none = || (None, Err(Malformed::NoAddress));
    for stray in ["b1.ex.fr", "pas-une-adresse", "marie.dupont", "jean_petit"] {
        let good = person("", "a1@ex.fr");
        assert_eq!(read(&format!("a1@ex.fr, {stray}")), [good.clone(), none()], "{stray}");
        assert_eq!(read(&format!("{stray}; a1@ex.fr")), [none(), good], "{stray}");
        assert_eq!(
            read(&format!("{stray}, Zed <a1@ex.fr>")),
            [none(), person("Zed", "a1@ex.fr")],
            "{stray}"
        );
    }
    let entries = parse("a1@ex.fr;Marie;marie.dupont;Le Gall");
    let raw: Vec<_> = entries.iter().map(|entry| entry.raw.as_str()).collect();
    assert_eq!(raw, ["a1@ex.fr, Marie, Le Gall", "marie.dupont"]);
    assert_eq!(entries[0].name, Some(Name::Whole("Marie Le Gall".to_owned())));
    for row in ["a1@ex.fr;Jean-Marc;Petit", "a1@ex.fr;J.-P.;Petit", "a1@ex.fr\tmarie.dupont"] {
        assert_eq!(read(row).len(), 1, "{row}");
    }
    let phone = [person("Petit", "a1@ex.fr")];
    assert_eq!(read("a1@ex.fr;Petit;06.12.34.56.78"), phone, "a telephone is of the row");
}

#[test]
fn rows_of_a_spreadsheet_are_read() {
    let rows = "Marie\tDupont\tmarie@a.example\t06 12 34 56 78\njean@b.example;Jean;Petit\n\n";

    assert_eq!(
        read(rows),
        [person("Marie Dupont", "marie@a.example"), person("Jean Petit", "jean@b.example")]
    );
}

#[test]
fn between_semicolons_nobody_s_name_goes_over_to_the_next() {
    assert_eq!(
        read("p2@a.example, Alix Petit; Zoé Lune <p3@a.example>"),
        [person("Alix Petit", "p2@a.example"), person("Zoé Lune", "p3@a.example")]
    );
    assert_eq!(
        read("p2@a.example; Alix Petit; Zoé Lune <p3@a.example>"),
        [
            person("", "p2@a.example"),
            (None, Err(Malformed::NoAddress)),
            person("Zoé Lune", "p3@a.example"),
        ]
    );
    // As mail programs write recipients: within an entry, the comma stands behind the last name.
    assert_eq!(
        read("p2@a.example; Le Gall, Zoé <p3@a.example>"),
        [person("", "p2@a.example"), person("Zoé Le Gall", "p3@a.example")]
    );
}

#[test]
fn what_stands_beside_an_address_without_being_a_name_is_told_apart_from_nothing() {
    for raw in [
        "mailto:a1@a.example",
        "mailto: a1@a.example?subject=Bonjour",
        "1. a3@a.example",
        "<a4@a.example>;",
        "a6@a.example,,,",
        "« a7@a.example »",
    ] {
        assert!(!has_words(raw), "{raw}");
    }
    for raw in [
        "12 rue des Lilas; a1@a.example",
        "Tél. 06 12; a1@a.example",
        "Maison Simone Veil; a1@a.example",
    ] {
        assert!(has_words(raw), "{raw}");
    }
}

#[test]
fn below_headings_nothing_is_lost() {
    let list = "Liste\nNom;Prénom;Mail;Mail\n\nMartin;Paul;paul@a.example;p@b.example\n\
                Sans;Adresse;;\nmarie@a.example, Zoé Lune <zoe@a.example>\n";

    assert_eq!(
        read(list),
        [
            (None, Err(Malformed::NoAddress)),
            person("Paul Martin", "paul@a.example"),
            person("", "p@b.example"),
            (None, Err(Malformed::NoAddress)),
            person("", "marie@a.example"),
            person("Zoé Lune", "zoe@a.example"),
        ]
    );
}

#[test]
fn what_sticks_to_an_address_is_put_aside() {
    for (text, name, email) in [
        ("mailto:marie@a.example?subject=Bonjour", "", "marie@a.example"),
        ("<MAILTO:marie@a.example>", "", "marie@a.example"),
        ("Marie Dupont (marie@a.example).", "Marie Dupont", "marie@a.example"),
        ("marie@a.example (Marie Dupont)", "Marie Dupont", "marie@a.example"),
        ("- marie@a.example.", "", "marie@a.example"),
        ("« marie@a.example »", "", "marie@a.example"),
        ("\u{feff}marie@a.example\u{200b}", "", "marie@a.example"),
        ("\u{feff}mailto:\u{200b}marie@a.example\u{3164}.", "", "marie@a.example"),
        ("Marie Dupont\u{200b} <\u{ad}marie@a.example\u{ad}>", "Marie Dupont", "marie@a.example"),
        ("Dupont, Marie <marie@a.example>", "Marie Dupont", "marie@a.example"),
        ("\"Marie <marie@a.example>", "Marie", "marie@a.example"),
    ] {
        assert_eq!(read(text), [person(name, email)], "{text:?}");
    }
}

#[test]
fn a_sign_that_nobody_sees_breaks_an_address_and_cuts_none() {
    for raw in [
        "mar\u{ad}ie.dupont@exemple.test",
        "jean\u{200b}paul@exemple.test",
        "jean.paul@exem\u{2060}ple.test",
        "Jean Paul <jean\u{200b}paul@exemple.test>",
        "jean@exemple.test\u{200b}paul@exemple.test",
    ] {
        let entries = parse(raw);
        let [only] = entries.as_slice() else { panic!("{raw:?}: {entries:?}") };
        assert_eq!(only.email, Err(Malformed::Email(email::Error::Space)), "{raw:?}");
        assert_eq!((&only.name, only.raw.as_str()), (&None, raw), "{raw:?}");
    }
    let broken = (None, Err(Malformed::Email(email::Error::Space)));
    for separator in [", ", " "] {
        let list = format!("zoe@a.example{separator}jean\u{200b}paul@a.example");
        assert_eq!(read(&list), [person("", "zoe@a.example"), broken.clone()], "{list:?}");
    }
    let table = "Nom;Mail\nJean Paul;jean\u{200b}paul@a.example";
    assert_eq!(read(table), [broken]);
}

#[test]
fn spaces_alone_may_separate_addresses() {
    assert_eq!(
        read("marie@a.example jean@b.example"),
        [person("", "marie@a.example"), person("", "jean@b.example")]
    );
}

#[test]
fn what_is_not_understood_is_reported() {
    let entries = parse("marie@a.example, jean, zoe@b\nVoir avec Ali\n");

    let report: Vec<_> = entries
        .iter()
        .map(|entry| (entry.position, entry.line, entry.raw.as_str(), entry.email.as_ref().err()))
        .collect();
    assert_eq!(
        report,
        [
            (1, 1, "marie@a.example", None),
            (2, 1, "jean", Some(&Malformed::NoAddress)),
            (3, 1, "zoe@b", Some(&Malformed::Email(email::Error::Domain))),
            (4, 2, "Voir avec Ali", Some(&Malformed::NoAddress)),
        ]
    );
}

#[test]
fn what_stands_beside_a_broken_address_is_nobody_s_name() {
    for text in ["paul.dupont@exemple .test", "Paul Dupont <paul@exemple>"] {
        let entries = parse(text);
        let [only] = entries.as_slice() else { panic!("{text}") };
        assert!(only.email.is_err(), "{text}");
        assert_eq!(only.name, None, "{text}");
    }
}

#[test]
fn the_same_address_twice_points_to_the_first() {
    let entries = parse("marie@a.example\njean@b.example\nMarie <MARIE@A.example>");

    let duplicates: Vec<_> = entries.iter().map(|entry| entry.duplicate_of).collect();
    assert_eq!(duplicates, [None, None, Some(1)]);
}

#[test]
fn a_dot_before_an_address_breaks_it_and_one_behind_it_ends_a_sentence() {
    let broken = || (None, Err(Malformed::Email(email::Error::LocalPart)));
    for raw in [
        ".a@exemple.fr",
        "..a@exemple.fr",
        "a..b@exemple.fr",
        "mailto:.a@exemple.fr",
        "Zoé Lune <.a@exemple.fr>",
    ] {
        assert_eq!(read(raw), [broken()], "{raw}");
    }
    assert_eq!(read("b@exemple.fr, .a@exemple.fr"), [person("", "b@exemple.fr"), broken()]);
    for raw in ["a@exemple.fr.", "a@exemple.fr...", "(a@exemple.fr).", "- a@exemple.fr."] {
        assert_eq!(read(raw), [person("", "a@exemple.fr")], "{raw}");
    }
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(parse(""), []);
    assert_eq!(parse(" ,;\t\r\n - \n"), []);
}

proptest! {
    #[test]
    fn every_token_with_an_at_is_in_the_report(text in "[a-c@.<>\"', ;:()\t\r\n]{0,80}|.*") {
        let entries = parse(&text);
        for token in text.split(|c: char| c.is_whitespace() || ",;\"<>()[]".contains(c)) {
            let token = token.trim_matches(is_unseen);
            if token.contains('@') {
                prop_assert!(entries.iter().any(|e| e.raw.contains(token)), "{:?} lost", token);
            }
        }
    }

    #[test]
    fn every_word_is_in_the_report(text in "([a-z]{1,4}|[a-z]@[a-z]\\.fr|[,; \t\n<>\"]){0,20}") {
        let entries = parse(&text);
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            prop_assert!(entries.iter().any(|e| e.raw.contains(word)), "{:?} lost", word);
        }
    }

    #[test]
    fn every_good_address_is_found_whatever_separates_it(
        addresses in proptest::collection::vec("[a-z]{1,6}\\.[a-z]{1,6}@[a-z]{2,8}\\.fr", 1..8),
        separator in prop::sample::select(vec![", ", ";", "\n", "\r\n", "\t", " ", ">, <", " ; ", "\",\""]),
    ) {
        let entries = parse(&addresses.join(separator));
        let found: Vec<String> =
            entries.into_iter().filter_map(|e| e.email.ok()).map(String::from).collect();
        prop_assert_eq!(found, addresses);
    }
}
