//! The calendar part, read back by parsers that nobody here wrote.

use domain::letter::{About, RegistrationState};
use mail::{Parcel, Sender};
use serde_json::Value;

use super::sample::{self, Sample};
use crate::support::read_by;

/// What npm's postal-mime and ical.js understand of a letter; Python's email, icalendar and vobject
/// understand the same.
fn read(source: &str) -> Value {
    let letter = read_by("read_letter.mjs", source);
    let others = read_by("read_calendars.py", source);
    let (calendars, others) = (letter["calendars"].as_array().unwrap(), others.as_array().unwrap());
    assert_eq!(others.len(), calendars.len(), "{others:?}");
    for (calendar, others) in calendars.iter().zip(others) {
        for (parser, other) in others.as_object().unwrap() {
            assert_eq!(other["method"], calendar["method"], "{parser}");
            let [entry] = other["entries"].as_array().unwrap().as_slice() else {
                panic!("{parser}: {other}")
            };
            for fact in ["uid", "summary", "status", "sequence", "starts", "ends"] {
                assert_eq!(entry[fact], calendar[fact], "{parser}: {fact}");
            }
            assert_eq!(entry["organizer"], calendar["organizer"]["address"], "{parser}");
        }
    }
    letter
}

fn letter(sample: &Sample) -> Value {
    let sender = Sender::new("Maillage <maillage@exemple.test>").unwrap();
    let (to, id) = ("ana@exemple.test", "<letter_1@maillage.invalid>");
    let parcel = Parcel::new(&sender, to, id, sample.written(), sample::now()).unwrap();
    read(&parcel.source())
}

fn sample(name: &str) -> Sample {
    sample::all().into_iter().find(|sample| sample.name == name).unwrap()
}

#[test]
fn a_confirmed_registration_is_in_the_calendar_with_place_person_and_alarm() {
    let letter = letter(&sample("registration_confirmed"));

    assert_eq!(
        letter["subject"],
        "Inscription confirmée\u{a0}: Rencontre réseau\u{a0}: l’IA au guichet"
    );
    assert!(letter["text"].as_str().unwrap().contains("jeudi 10 décembre 2026"));
    assert!(letter["html"].as_str().unwrap().contains("jeudi 10 décembre 2026"));
    let calendars = letter["calendars"].as_array().unwrap();
    assert_eq!(calendars.len(), 2, "in place and as a file: {letter}");
    assert_eq!(calendars[0]["mimeType"], "text/calendar");
    assert_eq!(calendars[0]["partMethod"], "REQUEST");
    assert_eq!(calendars[1]["filename"], "evenement.ics");
    for calendar in calendars {
        assert_eq!(calendar["method"], "REQUEST");
        assert_eq!(calendar["entries"], 1);
        assert_eq!(calendar["sequence"], 3, "the event's, and the registration's revision");
        assert_eq!(calendar["status"], "CONFIRMED");
        assert_eq!(calendar["summary"], "Rencontre réseau : l’IA au guichet");
        assert_eq!(calendar["location"], "Salle du Port, 1 quai des Essais, 49000 Angers");
        assert_eq!(calendar["starts"], "2026-12-10T08:30:00.000Z");
        assert_eq!(calendar["ends"], "2026-12-10T16:00:00.000Z");
        assert_eq!(calendar["organizer"]["address"], "mailto:contact@reseau.exemple.test");
        assert_eq!(calendar["attendees"][0]["address"], "mailto:ana@exemple.test");
        assert_eq!(calendar["attendees"][0]["name"], "Ana Martin");
        assert_eq!(calendar["attendees"][0]["state"], "ACCEPTED");
        assert_eq!(calendar["alarms"], serde_json::json!([-3600]));
        let description = calendar["description"].as_str().unwrap();
        assert!(description.contains("https://visio.exemple.test/salle"), "{description}");
    }
}

#[test]
fn an_event_that_moves_updates_the_same_entry_with_a_higher_sequence() {
    let before = letter(&sample("registration_confirmed"));
    let mut moved = sample("event_changed");
    if let About::Registration { event, .. } = &mut moved.about {
        event.sequence = 3;
        event.is_date_tentative = true;
        event.starts_at += chrono::TimeDelta::days(7);
        event.ends_at += chrono::TimeDelta::days(7);
    }

    let after = letter(&moved);

    let (before, after) = (&before["calendars"][0], &after["calendars"][0]);
    assert_eq!(after["uid"], before["uid"]);
    assert_eq!(after["method"], "REQUEST");
    assert!(after["sequence"].as_i64() > before["sequence"].as_i64());
    assert_eq!(after["starts"], "2026-12-17T08:30:00.000Z");
    assert_eq!(after["status"], "TENTATIVE");
}

#[test]
fn who_takes_part_online_goes_nowhere() {
    let online = letter(&sample("registration_confirmed_online"));
    let mut without_address = sample("registration_confirmed_online");
    if let About::Registration { event, .. } = &mut without_address.about {
        event.online_url = None;
    }

    let without_address = letter(&without_address);

    assert_eq!(online["calendars"][0]["location"], "https://visio.exemple.test/salle");
    assert_eq!(without_address["calendars"][0]["location"], "en ligne");
    let text = online["text"].as_str().unwrap();
    assert!(text.contains("Vous participez en ligne."), "{text}");
    assert!(!text.contains("Salle du Port"), "{text}");
}

#[test]
fn what_does_not_take_place_leaves_the_calendar() {
    let uid = letter(&sample("registration_confirmed"))["calendars"][0]["uid"].clone();
    for name in ["event_cancelled", "event_postponed", "registration_cancelled"] {
        let letter = letter(&sample(name));
        let calendar = &letter["calendars"][0];
        assert_eq!(calendar["uid"], uid, "{name}");
        assert_eq!(calendar["partMethod"], "CANCEL", "{name}");
        assert_eq!(calendar["method"], "CANCEL", "{name}");
        assert_eq!(calendar["status"], "CANCELLED", "{name}");
        assert_eq!(calendar["alarms"], serde_json::json!([]), "{name}");
    }
}

#[test]
fn who_has_no_place_has_no_entry() {
    let mut cancelled = sample("event_cancelled");
    if let About::Registration { registration, .. } = &mut cancelled.about {
        registration.state = RegistrationState::Waitlisted;
    }
    assert_eq!(letter(&cancelled)["calendars"], serde_json::json!([]));
    assert_eq!(letter(&sample("registration_waitlisted"))["calendars"], serde_json::json!([]));
}

#[test]
fn names_with_commas_quotes_and_breaks_stay_one_name() {
    let mut sample = sample("registration_confirmed");
    if let About::Registration { event, registration } = &mut sample.about {
        registration.name = "Martin, \"Ana\"; dite: Nana\r\nX-EVIL:1".to_owned();
        event.title = "Un titre; avec, des: signes\nX-EVIL:1".to_owned();
    }

    let letter = letter(&sample);

    let calendar = &letter["calendars"][0];
    assert_eq!(calendar["attendees"][0]["name"], "Martin, Ana; dite: NanaX-EVIL:1");
    assert_eq!(calendar["summary"], "Un titre; avec, des: signes\nX-EVIL:1");
    assert_eq!(calendar["entries"], 1);
}

#[test]
fn a_letter_is_read_back_as_it_was_written() {
    let letter = letter(&sample("event_near"));

    let headers = &letter["headers"];
    assert_eq!(headers["auto-submitted"], "auto-generated");
    assert_eq!(headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
    let unsubscribe = headers["list-unsubscribe"].as_str().unwrap();
    assert!(unsubscribe.starts_with("<https://maillage.exemple.test/letters/unsubscribe?token="));
    assert_eq!(letter["from"]["address"], "maillage@exemple.test");
    assert_eq!(letter["from"]["name"], "Maillage");
    assert_eq!(letter["messageId"], "<letter_1@maillage.invalid>");
}
