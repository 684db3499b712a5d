//! Every letter as people read it, and the rooms that each has.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use domain::outbox::Category;
use mail::{KINDS, Parcel, Sender};

use super::sample;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn every_letter_reads_as_it_was_read_last() {
    for sample in sample::all() {
        let written = sample.written();
        let mut letter = format!("Subject: {}\n\n{}", written.subject, written.text);
        if let Some(calendar) = &written.calendar {
            let _ = write!(letter, "\n=== calendar: {}\n", calendar.method.word());
        }
        let _ = write!(letter, "\n=== html\n{}", body(&written.html));
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(sample.name.clone(), letter);
        });
    }
}

/// The part of the page that differs from one letter to the next.
fn body(html: &str) -> &str {
    let (_, body) = html.split_once("<body>\n").unwrap();
    body.split_once("</body>").unwrap().0
}

#[test]
fn every_letter_has_its_three_files_and_a_sample() {
    let sampled: BTreeSet<_> = sample::all().iter().map(|sample| sample.told.kind()).collect();
    assert_eq!(sampled, KINDS.iter().copied().collect());

    for kind in KINDS {
        for file in ["subject.txt", "body.txt", "body.html"] {
            let path = Path::new(ROOT).join("mail/src/letters").join(kind).join(file);
            assert!(path.is_file(), "{} is missing", path.display());
        }
    }
}

#[test]
fn every_letter_says_why_one_gets_it_and_asks_for_one_thing() {
    for sample in sample::all() {
        let (name, written) = (&sample.name, sample.written());
        for words in [&written.text, &written.html] {
            assert!(words.contains("parce qu"), "{name} does not say why one receives it");
            assert!(words.contains("https://maillage.exemple.test/"), "{name} leads nowhere");
            assert!(!words.contains("letter-"), "{name} lacks words");
            assert!(!words.contains("{{"), "{name} is not filled in");
        }
        assert_eq!(written.html.matches("display: inline-block").count(), 1, "{name}: one action");
        assert!(written.html.contains("<html lang=\"fr\">"));
        assert!(written.subject.chars().count() <= 90, "{name}: {}", written.subject);
        let may_stop = sample.told.category() != Category::Transactional;
        assert_eq!(written.unsubscribe.is_some(), may_stop, "{name}");
        assert_eq!(written.text.contains("/letters/preferences?token="), may_stop, "{name}");
    }
}

#[test]
fn a_letter_that_may_be_refused_carries_the_headers_of_rfc_8058() {
    let sender = Sender::new("Maillage <maillage@exemple.test>").unwrap();
    for sample in sample::all() {
        let message_id = "<letter_1@maillage.invalid>";
        let parcel =
            Parcel::new(&sender, "ana@exemple.test", message_id, sample.written(), sample::now())
                .unwrap();
        let source = parcel.source().replace("\r\n ", "");
        assert!(source.contains("\r\nAuto-Submitted: auto-generated\r\n"));
        assert!(source.contains("\r\nMessage-ID: <letter_1@maillage.invalid>\r\n"));

        let category = sample.told.category();
        let wanted = format!(
            "\r\nList-Unsubscribe: <https://maillage.exemple.test/letters/unsubscribe?token=jeton-de-preference&category={}>\r\n",
            category.word()
        );
        let may_stop = category != Category::Transactional;
        assert_eq!(source.contains(&wanted), may_stop, "{}: {source}", sample.name);
        let post = "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
        assert_eq!(source.contains(post), may_stop, "{}", sample.name);
    }
}

#[test]
fn what_people_write_is_words_and_never_markup() {
    let mut samples = sample::all();
    let sample = samples.iter_mut().find(|sample| sample.name == "event_message").unwrap();
    if let domain::outbox::Told::EventMessage { subject, body, .. } = &mut sample.told {
        "Bonjour\r\nBcc: autre@exemple.test".clone_into(subject);
        "<script>alert(1)</script>".clone_into(body);
    }

    let written = sample.written();

    assert!(written.subject.starts_with("Bonjour Bcc: autre@exemple.test"), "{}", written.subject);
    assert!(!written.subject.contains(['\r', '\n']));
    assert!(!written.html.contains("<script>"));
    assert!(written.text.contains("<script>alert(1)</script>"), "text is not escaped");
}

#[test]
fn the_list_of_letters_is_current() {
    let mut table = String::from(
        "# Letters\n\nEvery letter that leaves, from `domain/src/outbox/told.rs`; made by the test \
         that reads it.\nA letter of a category other than `transactional` can be refused, by one \
         click or on the preference page.\n\n| kind | category | subject | calendar |\n| --- | --- \
         | --- | --- |\n",
    );
    for sample in sample::all() {
        let written = sample.written();
        let calendar = written.calendar.map_or("", |calendar| calendar.method.word());
        let category = sample.told.category().word();
        let _ = writeln!(
            table,
            "| `{}` | {category} | {} | {calendar} |",
            sample.name, written.subject
        );
    }
    let path = Path::new(ROOT).join("docs/letters.md");
    if fs::read_to_string(&path).is_ok_and(|current| current == table) {
        return;
    }
    fs::write(path.with_extension("md.new"), table).unwrap();
    panic!("docs/letters.md is not current: docs/letters.md.new is");
}
