//! The wider grammar of OpenStreetMap's `opening_hours`: seasons, weeks, holidays, comments.

/// The words of that grammar.
const WORDS: [&str; 32] = [
    "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH", "SH", "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "week", "easter", "day", "days", "sunrise", "sunset",
    "dawn", "dusk", "open", "off", "closed",
];

/// Whether the text has the signs and words of that grammar, and times that clocks can show. How
/// they are put together is left to those who read it.
pub(crate) fn is_known(text: &str) -> bool {
    let mut rest = text.trim();
    let mut says_something = rest == "24/7";
    let mut before = ' ';
    while let Some(sign) = rest.chars().next() {
        let length = match sign {
            '"' => match rest[1..].find('"') {
                Some(end) => {
                    says_something = true;
                    end + 2
                }
                None => return false,
            },
            _ if sign.is_ascii_digit() => {
                let number = run(rest, |c| c.is_ascii_digit());
                let after = &rest[number.len()..];
                let minutes =
                    after.strip_prefix(':').map(|after| run(after, |c| c.is_ascii_digit()));
                match minutes.filter(|minutes| minutes.len() == 2) {
                    // What begins before midnight may end after it.
                    Some(minutes)
                        if is_clock(number, minutes, if before == '-' { 48 } else { 24 }) =>
                    {
                        says_something = true;
                        number.len() + 3
                    }
                    Some(_) => return false,
                    None if number.len() <= 4 => number.len(),
                    None => return false,
                }
            }
            _ if sign.is_alphabetic() => {
                let word = run(rest, char::is_alphabetic);
                if !(WORDS.contains(&word) || word == "unknown") {
                    return false;
                }
                says_something = true;
                word.len()
            }
            _ if sign.is_whitespace() || ",;-+/:[]()>|".contains(sign) => sign.len_utf8(),
            _ => return false,
        };
        if !sign.is_whitespace() {
            before = sign;
        }
        rest = &rest[length..];
    }
    says_something
}

fn run(text: &str, belongs: fn(char) -> bool) -> &str {
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    &text[..end]
}

fn is_clock(hours: &str, minutes: &str, most: u16) -> bool {
    let number = |text: &str| text.parse::<u16>().ok();
    match (number(hours), number(minutes)) {
        (Some(hours), Some(minutes)) => {
            hours <= most && minutes < 60 && hours * 60 + minutes <= most * 60
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_openstreetmap_can_say_is_known_and_other_words_are_not() {
        for text in [
            "24/7",
            "PH off",
            "Mo[1] 09:00-12:00",
            "Fr 22:00-26:00",
            "Mo-Fr",
            "Jul 14-Aug 15 Tu-Sa 10:00-12:00; SH closed \"sur rendez-vous\"",
            "week 2-52/2 We 09:00-12:00",
            "Mo 09:00+",
            "\"sur rendez-vous\"",
        ] {
            assert!(is_known(text), "{text}");
        }
        for text in [
            "",
            "lundi 9h",
            "Mo 9h-12h",
            "Sa 25:00-26:00",
            "Mo 09:75-10:00",
            "02 41 00 00 00",
            "Mo 09:00-12:00 \"sans fin",
            "sur rendez-vous",
            "Mo 2000:00-12:00",
        ] {
            assert!(!is_known(text), "{text}");
        }
    }
}
