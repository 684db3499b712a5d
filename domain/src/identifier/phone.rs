//! A telephone number in its international form.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A telephone number in E.164: `+`, the country, the number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

super::text_form!(Phone);

/// Why a text is not a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing was typed.
    #[error("no number is given")]
    Empty,
    /// There are letters or signs that a number has not.
    #[error("a telephone number has digits only")]
    NotDigits,
    /// A French number has ten digits, or nine after its country.
    #[error("a French number has ten digits")]
    FrenchLength,
    /// Too short or too long to be called, or a short number that has no international form.
    #[error("this number has no international form")]
    Length,
}

/// Overseas numbers are dialled like the mainland's, and have a country of their own.
const OVERSEAS: [(&str, &str); 13] = [
    ("0590", "590"),
    ("0690", "590"),
    ("0691", "590"),
    ("0594", "594"),
    ("0694", "594"),
    ("0596", "596"),
    ("0696", "596"),
    ("0697", "596"),
    ("0262", "262"),
    ("0692", "262"),
    ("0693", "262"),
    ("0269", "262"),
    ("0639", "262"),
];

/// The countries whose numbers have nine digits after them.
const NINE_DIGITS: [&str; 5] = ["33", "590", "594", "596", "262"];

/// The countries that the national places standard knows.
const STANDARD: [&str; 10] = ["33", "590", "594", "262", "596", "269", "687", "689", "508", "681"];

impl Phone {
    /// Whether the national places standard can carry this number.
    pub fn is_standard(&self) -> bool {
        STANDARD.iter().any(|country| {
            self.0[1..].strip_prefix(country).is_some_and(|rest| (6..=9).contains(&rest.len()))
        })
    }

    /// The number as people in France write it, in groups of two; another country's stays as it is.
    pub fn national(&self) -> String {
        let Some(rest) = NINE_DIGITS.iter().find_map(|country| self.0[1..].strip_prefix(country))
        else {
            return self.0.clone();
        };
        let digits: Vec<char> = std::iter::once('0').chain(rest.chars()).collect();
        digits.chunks(2).map(|pair| pair.iter().collect()).collect::<Vec<String>>().join(" ")
    }
}

impl FromStr for Phone {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let compact: String = text
            .replace("(0)", "")
            .chars()
            .filter(|c| {
                !c.is_whitespace()
                    && !matches!(c, '.' | '-' | '/' | '(' | ')' | '_' | '\u{2010}'..='\u{2015}')
            })
            .collect();
        if compact.is_empty() {
            return Err(Error::Empty);
        }
        let international = compact.strip_prefix('+').or_else(|| compact.strip_prefix("00"));
        let digits = international.unwrap_or(&compact);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::NotDigits);
        }
        match international {
            Some(digits) => from_international(digits),
            None => from_national(digits),
        }
    }
}

fn from_international(digits: &str) -> Result<Phone, Error> {
    for country in NINE_DIGITS {
        if let Some(rest) = digits.strip_prefix(country) {
            // "+33 06 12…" is written by those who only replaced nothing.
            let rest = rest.strip_prefix('0').unwrap_or(rest);
            return if rest.len() == 9 && !rest.starts_with('0') {
                Ok(Phone(format!("+{country}{rest}")))
            } else {
                Err(Error::FrenchLength)
            };
        }
    }
    if (7..=15).contains(&digits.len()) && !digits.starts_with('0') {
        Ok(Phone(format!("+{digits}")))
    } else {
        Err(Error::Length)
    }
}

fn from_national(digits: &str) -> Result<Phone, Error> {
    let rest = match (digits.len(), digits.strip_prefix('0')) {
        (10, Some(rest)) => rest,
        // A spreadsheet that took the number for a quantity has dropped its first zero.
        (9, None) => digits,
        (11, None) if digits.starts_with("33") => return from_international(digits),
        (0..=6, _) => return Err(Error::Length),
        _ => return Err(Error::FrenchLength),
    };
    if rest.starts_with('0') {
        return Err(Error::FrenchLength);
    }
    let country = OVERSEAS
        .iter()
        .find_map(|(prefix, country)| rest.starts_with(&prefix[1..]).then_some(*country))
        .unwrap_or("33");
    Ok(Phone(format!("+{country}{rest}")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ways_people_write_a_number_give_the_same_number() {
        for text in [
            "06 12 34 56 78",
            "06.12.34.56.78",
            "06-12-34-56-78",
            "0612345678",
            "612345678",
            "+33612345678",
            "+33 6 12 34 56 78",
            "+33 (0)6 12 34 56 78",
            "+33 06 12 34 56 78",
            "0033 6 12 34 56 78",
            "33612345678",
            "06\u{a0}12\u{202f}34 56 78",
        ] {
            assert_eq!(text.parse::<Phone>().unwrap().as_str(), "+33612345678", "{text:?}");
        }
    }

    #[test]
    fn overseas_numbers_get_their_own_country() {
        assert_eq!("0590 12 34 56".parse::<Phone>().unwrap().as_str(), "+590590123456");
        assert_eq!("0692 12 34 56".parse::<Phone>().unwrap().as_str(), "+262692123456");
        assert_eq!("+687 27 12 34".parse::<Phone>().unwrap().as_str(), "+687271234");
        assert_eq!("+32 2 123 45 67".parse::<Phone>().unwrap().as_str(), "+3221234567");
    }

    #[test]
    fn what_is_not_a_number_says_why() {
        assert_eq!("".parse::<Phone>(), Err(Error::Empty));
        assert_eq!("à venir".parse::<Phone>(), Err(Error::NotDigits));
        assert_eq!("3631".parse::<Phone>(), Err(Error::Length));
        assert_eq!("06 12 34 56 7".parse::<Phone>(), Err(Error::FrenchLength));
        assert_eq!("+33 6 12 34 56 7".parse::<Phone>(), Err(Error::FrenchLength));
        assert_eq!("00 00 00 00 00".parse::<Phone>(), Err(Error::Length));
        assert_eq!("+".parse::<Phone>(), Err(Error::Length));
    }

    #[test]
    fn the_standard_carries_french_numbers_only() {
        assert!("0241000000".parse::<Phone>().unwrap().is_standard());
        assert!("+687271234".parse::<Phone>().unwrap().is_standard());
        assert!(!"+3221234567".parse::<Phone>().unwrap().is_standard());
    }

    #[test]
    fn a_french_number_is_shown_in_pairs() {
        assert_eq!("+33241000001".parse::<Phone>().unwrap().national(), "02 41 00 00 01");
        assert_eq!("+3221234567".parse::<Phone>().unwrap().national(), "+3221234567");
    }

    proptest! {
        #[test]
        fn the_national_form_leads_back_to_the_same_number(text in "0[1-57-9][1-5][0-9]{7}") {
            let phone: Phone = text.parse().unwrap();
            prop_assert_eq!(phone.national().parse::<Phone>().unwrap(), phone);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[+0-9 .()a-z\\u{2010}-\\u{2015}]*|.*") {
            if let Ok(phone) = text.parse::<Phone>() {
                prop_assert_eq!(phone.as_str().parse::<Phone>(), Ok(phone.clone()));
                prop_assert!((8..=16).contains(&phone.as_str().len()));
            }
        }
    }
}
