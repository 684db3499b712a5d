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
