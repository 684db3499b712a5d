//! The number of an association in the national register.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An RNA number: `W` and nine digits (some prefectures use a letter among the first ones).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rna(String);

super::text_form!(Rna);

/// Why a text is not an RNA number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It does not begin with W.
    #[error("an RNA number begins with W")]
    NoLetter,
    /// W is not followed by exactly nine digits.
    #[error("an RNA number has nine digits after W")]
    NotNineDigits,
}

impl FromStr for Rna {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let folded: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let rest = folded.strip_prefix('W').ok_or(Error::NoLetter)?;
        if rest.len() != 9 || !is_number(rest) {
            return Err(Error::NotNineDigits);
        }
        Ok(Self(folded))
    }
}

/// Corsica and the overseas prefectures write a letter or a 9 in the department's two places:
/// `W2A1000001`, `W9R1000001`.
fn is_number(rest: &str) -> bool {
    rest.bytes()
        .enumerate()
        .all(|(index, byte)| byte.is_ascii_digit() || (index == 1 && byte.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_spaces_do_not_matter() {
        assert_eq!("w491 000 123".parse::<Rna>().unwrap().as_str(), "W491000123");
        assert_eq!("W2A1000001".parse::<Rna>().unwrap().as_str(), "W2A1000001");
    }

    #[test]
    fn what_is_not_an_rna_number_says_why() {
        assert_eq!("491000123".parse::<Rna>(), Err(Error::NoLetter));
        assert_eq!("W49100012".parse::<Rna>(), Err(Error::NotNineDigits));
        assert_eq!("W4910001234".parse::<Rna>(), Err(Error::NotNineDigits));
        assert_eq!("W49100012X".parse::<Rna>(), Err(Error::NotNineDigits));
    }

    proptest! {
        #[test]
        fn a_number_is_printed_as_it_was_read(text in "W[0-9]{9}") {
            prop_assert_eq!(text.parse::<Rna>().unwrap().to_string(), text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            if let Ok(rna) = text.parse::<Rna>() {
                prop_assert_eq!(rna.as_str().parse::<Rna>(), Ok(rna));
            }
        }
    }
}
