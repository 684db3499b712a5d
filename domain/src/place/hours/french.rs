//! Opening hours as people say and type them in French.

use super::{Span, Week};
use crate::text::fold;

/// The days, folded, Monday first.
const NAMES: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// The hours of one day: « 9h-12h, 14h-17h30 », « 9:00 à 12:00 », « 9 h – 12 h et 14 h – 17 h »,
/// « fermé » or nothing.
pub fn said(line: &str) -> Option<Vec<Span>> {
    let plain = line
        .to_lowercase()
        .replace([' ', '\u{a0}', '\u{202f}'], "")
        .replace(['–', '—', 'à'], "-")
        .replace("et", ",");
    if plain.is_empty() || plain.starts_with("ferm") {
        return Some(Vec::new());
    }
    let mut spans: Vec<Span> = Vec::new();
    for part in plain.split([',', ';', '/', '+']).filter(|part| !part.is_empty()) {
        let (from, until) = part.split_once('-')?;
        let span = (clock(from)?, clock(until)?);
        // One after the other, in the order of the day.
        if span.0 >= span.1 || spans.last().is_some_and(|last| last.1 > span.0) {
            return None;
        }
        spans.push(span);
    }
    Some(spans)
}

fn clock(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(['h', ':']).unwrap_or((text, ""));
    let minutes: u16 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    let hours: u16 = hours.parse().ok()?;
    (hours <= 24 && minutes < 60 && hours * 60 + minutes <= 24 * 60).then(|| hours * 60 + minutes)
}

impl Week {
    /// Reads what people write of a week: « Du lundi au vendredi : 9h-12h, 14h-17h ; samedi 9h-12h ».
    pub fn said(text: &str) -> Option<Self> {
        let mut week = Self::default();
        let mut is_told = [false; 7];
        let mut days: Vec<usize> = Vec::new();
        let mut between = String::new();
        let mut words = words(text).into_iter();
        loop {
            let word = words.next();
            let found = word.and_then(day);
            if let (Some(word), None) = (word, found) {
                between.push_str(word);
                continue;
            }
            // Between two days there are hours, or what links the days.
            let link = fold(&between);
            if between.contains(|c: char| c.is_ascii_digit()) || link.contains("ferm") {
                let spans = said(&hours(&between))?;
                if days.is_empty() {
                    return None;
                }
                for day in days.drain(..) {
                    if std::mem::replace(&mut is_told[day], true) {
                        return None;
                    }
                    week.0[day].clone_from(&spans);
                }
                days.extend(found);
            } else {
                match (days.last().copied(), found, link.as_str()) {
                    (None, Some(first), "" | "du" | "le" | "les") => days.push(first),
                    (Some(first), Some(last), "au" | "a") => days.extend(until(first, last)),
                    (Some(first), Some(last), "") if between.contains(['-', '–', '—']) => {
                        days.extend(until(first, last));
                    }
                    (Some(_), Some(next), "" | "et" | "le" | "et le") => days.push(next),
                    _ => return None,
                }
            }
            if found.is_none() {
                return Some(week);
            }
            between.clear();
        }
    }
}

/// The days after the first, with the last.
fn until(first: usize, last: usize) -> impl Iterator<Item = usize> {
    (1..=(last + 7 - first) % 7).map(move |at| (first + at) % 7)
}

/// Runs of letters, and what stands between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut was_letter = None;
    for (at, sign) in text.char_indices() {
        let is_letter = sign.is_alphabetic();
        if was_letter.is_some_and(|was| was != is_letter) {
            words.push(&text[start..at]);
            start = at;
        }
        was_letter = Some(is_letter);
    }
    words.push(&text[start..]);
    words
}

/// The day that a word names, whole, in the plural or by its first three letters.
fn day(word: &str) -> Option<usize> {
    let folded = fold(word);
    let name = folded.strip_suffix('s').unwrap_or(&folded);
    NAMES.iter().position(|day| *day == name || day[..3] == *folded)
}

/// The hours without the words that lead to them, and to the next days.
fn hours(text: &str) -> String {
    let is_mark = |c: char| c.is_whitespace() || ":,;.|/()".contains(c);
    let mut text = text.trim_matches(is_mark);
    while let Some(rest) =
        [" du", " le", " les", " et"].iter().find_map(|end| text.strip_suffix(end))
    {
        text = rest.trim_end_matches(is_mark);
    }
    text.strip_prefix("de ").unwrap_or(text).replace(" de ", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_for_a_day_is_read_in_many_ways() {
        let morning_and_afternoon = Some(vec![(540, 720), (840, 1050)]);
        for line in
            ["9h-12h, 14h-17h30", "9:00 à 12:00 et 14:00 à 17:30", "09h00–12h00 / 14 h – 17 h 30"]
        {
            assert_eq!(said(line), morning_and_afternoon, "{line}");
        }
        assert_eq!(said(" Fermé "), Some(Vec::new()));
        for line in ["9h-midi", "12h-9h", "9h-12h, 11h-13h", "matin", "9h", "25h-26h"] {
            assert_eq!(said(line), None, "{line}");
        }
    }

    #[test]
    fn a_week_in_french_is_a_week_of_the_standard() {
        for (text, week) in [
            ("Lundi au vendredi 9h-12h", "Mo-Fr 09:00-12:00"),
            (
                "Du lundi au jeudi : 9h-12h, 14h-17h ; samedi 9h-12h",
                "Mo-Th 09:00-12:00,14:00-17:00; Sa 09:00-12:00",
            ),
            ("mardi et jeudi : de 9h à 12h et de 14h à 17h30", "Tu,Th 09:00-12:00,14:00-17:30"),
            (
                "Lundi : 9h00-12h00 / 14h00-17h00\nMardi : fermé\nMercredi : 9h00-12h00",
                "Mo 09:00-12:00,14:00-17:00; We 09:00-12:00",
            ),
            ("lun-ven 9h–12h", "Mo-Fr 09:00-12:00"),
            ("le mercredi 14:00-18:00", "We 14:00-18:00"),
            ("lundi, mardi, jeudi 9h-12h; dimanche fermé", "Mo,Tu,Th 09:00-12:00"),
        ] {
            let read = Week::said(text).and_then(|week| week.write());
            assert_eq!(read.as_deref(), Some(week), "{text}");
        }
        for text in [
            "",
            "lundi",
            "lundi 9h",
            "9h-12h",
            "sur rendez-vous",
            "lundi matin 9h-12h",
            "lundi 9h-12h, 14h",
            "lundi 9h-12h lundi 14h-17h",
            "fermé le mardi",
            "02 41 00 00 00",
            "lundi 9h-12h sauf vacances",
        ] {
            assert_eq!(Week::said(text), None, "{text}");
        }
    }
}
