//! Text as people search it: accents, case, hyphens and apostrophes forgiven.

use deunicode::deunicode;

/// Folds a text for comparison: plain lower-case letters and digits, single spaces between words.
///
/// Both what is searched and what is searched for go through it:
/// « L'Île-d'Yeu » and `ile d yeu` meet.
pub fn fold(text: &str) -> String {
    // « N° » is an abbreviation, not degrees.
    let plain = deunicode(&text.replace(['°', 'º'], " "));
    let mut folded = String::with_capacity(plain.len());
    for c in plain.chars() {
        if c.is_ascii_alphanumeric() {
            folded.push(c.to_ascii_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// How many characters a name, a title or another text of one line has at most.
pub const LONGEST_LINE: usize = 200;

/// More words than a name has.
const MOST_WORDS: usize = 8;

/// What somebody looks for, as far as it is read: what is found by it has hardly more characters
/// than [`LONGEST_LINE`], and a database compares with no pattern of any length.
pub(crate) fn sought(search: &str) -> &str {
    let search = search.trim();
    let end = search.char_indices().nth(LONGEST_LINE).map_or(search.len(), |(end, _)| end);
    &search[..end]
}

/// The folded words of what somebody looks for, as many as decide which name is meant.
pub(crate) fn sought_words(search: &str) -> Vec<String> {
    let folded = fold(sought(search));
    let words = folded.split(' ').filter(|word| !word.is_empty());
    words.take(MOST_WORDS).map(str::to_owned).collect()
}

/// Whether nothing can be seen in a text: it is empty, or all spaces and signs that leave no mark.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|sign| sign.is_whitespace() || sign.is_control() || is_unseen(sign))
}

/// What Unicode draws as nothing: joiners, fillers, marks of direction, selectors and tags, the
/// empty Braille cell.
pub(crate) fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// A name or a title as it is kept: on one line, without the signs that nobody sees; empty when
/// there is nothing else in it.
pub(crate) fn line(text: &str) -> String {
    if is_blank(text) {
        return String::new();
    }
    let is_break = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let parts = text.split(is_break).map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// Whether a name or a title is too long to be one.
pub(crate) fn is_long(line: &str) -> bool {
    line.chars().count() > LONGEST_LINE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_case_hyphens_and_apostrophes_are_forgiven() {
        assert_eq!(fold("Saint-Barthélemy-d’Anjou"), "saint barthelemy d anjou");
        assert_eq!(fold("  L'ŒUVRE  Française "), "l oeuvre francaise");
        assert_eq!(fold("Médiateur·rice"), fold("mediateur rice"));
        assert_eq!(fold("N° de téléphone"), "n de telephone");
        assert_eq!(fold("…"), "");
    }

    #[test]
    fn a_line_has_no_breaks_and_an_end() {
        assert_eq!(
            line(" Rencontre\r\n réseau\u{2028}de\tprintemps\u{7} "),
            "Rencontre réseau de printemps"
        );
        assert_eq!(line("\n\t "), "");
        assert_eq!(line("\u{200B} \u{3164}"), "");
        assert!(!is_long(&"é".repeat(LONGEST_LINE)));
        assert!(is_long(&"é".repeat(LONGEST_LINE + 1)));
    }

    #[test]
    fn what_is_looked_for_is_read_to_an_end() {
        let long = "é".repeat(60_000);
        assert_eq!(sought(&format!("  {long}")), "é".repeat(LONGEST_LINE));
        assert_eq!(sought(" Saint-Barthélemy "), "Saint-Barthélemy");
        assert_eq!(sought_words(" L'Île-d'Yeu "), ["l", "ile", "d", "yeu"]);
        assert_eq!(sought_words(&"a ".repeat(20_000)).len(), MOST_WORDS);
        assert!(sought_words(" … ").is_empty());
    }

    #[test]
    fn a_text_in_which_nothing_can_be_seen_is_blank() {
        for blank in ["", " \n\u{A0}", "\u{200B}", "\u{2060}\u{202E}", "\u{3164}", "\u{FEFF}\u{AD}"]
        {
            assert!(is_blank(blank), "{blank:?}");
        }
        for seen in ["é", "\u{200B}a", "👩\u{200D}🔬", "."] {
            assert!(!is_blank(seen), "{seen:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn case_never_matters_in_french(text in "[a-zàâçéèêëîïôûùüÿœæ '’-]*") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
        }
    }
}
