//! Days as people and spreadsheets write them.

use chrono::{Days, NaiveDate};

/// Reads a day: `2026-09-01` (with or without a time after it), `01/09/2026`, `1-9-26`, or the
/// number that a spreadsheet stores for it.
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let first = text.split([' ', 'T']).next().unwrap_or(text);
    let parts: Vec<u32> = first.split(['-', '/', '.']).map(number).collect::<Option<Vec<u32>>>()?;
    let begins_with_year = first.split(['-', '/', '.']).next().is_some_and(|part| part.len() == 4);
    let day = match *parts.as_slice() {
        [year, month, day] if begins_with_year => date(year, month, day),
        [day, month, year] if year < 100 => date(2000 + year, month, day),
        [day, month, year] => date(year, month, day),
        // Spreadsheets count days from 30 December 1899.
        [serial @ 20_000..=80_000] => {
            NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial.into()))
        }
        _ => None,
    }?;
    let year = chrono::Datelike::year(&day);
    (1900..2200).contains(&year).then_some(day)
}

fn number(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_ways_give_the_same_day() {
        let expected = NaiveDate::from_ymd_opt(2026, 9, 1);
        for text in [
            "2026-09-01",
            "2026-9-1",
            "2026/09/01",
            "01/09/2026",
            "1/9/2026",
            "01-09-2026",
            "01.09.2026",
            "01/09/26",
            "2026-09-01T10:00:00Z",
            "01/09/2026 10:00",
            "46266",
        ] {
            assert_eq!(day(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        for text in ["", "septembre", "2026", "31/02/2026", "13/13/2026", "0001-01-01", "1/2"] {
            assert_eq!(day(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9/ T:-]*|.*") {
            if let Some(found) = day(&text) {
                prop_assert_eq!(day(&found.to_string()), Some(found));
            }
        }
    }
}
