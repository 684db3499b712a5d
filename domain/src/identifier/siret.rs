//! The number of an establishment in the French business register.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A SIRET: 14 digits that check.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

super::text_form!(Siret);

/// Why a text is not a SIRET.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Something else than digits and spaces was typed.
    #[error("a SIRET has digits only")]
    NotDigits,
    /// There are not 14 digits.
    #[error("a SIRET has 14 digits, not {count}")]
    Length {
        /// How many digits were typed.
        count: usize,
    },
    /// The control digit does not match: a digit is wrong or two are swapped.
    #[error("the control digit of this SIRET does not match")]
    Checksum,
    /// Fourteen zeros, which national files write where the number is not known.
    #[error("fourteen zeros stand for an unknown SIRET")]
    Placeholder,
}

const LA_POSTE: &str = "356000000";

impl Siret {
    /// The first nine digits: the legal unit that the establishment belongs to.
    pub fn siren(&self) -> &str {
        &self.0[..9]
    }
}

impl FromStr for Siret {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::NotDigits);
        }
        if digits.len() != 14 {
            return Err(Error::Length { count: digits.len() });
        }
        if digits.bytes().all(|byte| byte == b'0') {
            return Err(Error::Placeholder);
        }
        if !checks(&digits) {
            return Err(Error::Checksum);
        }
        Ok(Self(digits))
    }
}

/// La Poste has more establishments than its range has Luhn numbers, so theirs follow another rule.
fn checks(digits: &str) -> bool {
    luhn(digits) || (digits.starts_with(LA_POSTE) && sum(digits).is_multiple_of(5))
}

fn sum(digits: &str) -> u32 {
    digits.bytes().map(|byte| u32::from(byte - b'0')).sum()
}

fn luhn(digits: &str) -> bool {
    let total: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, byte)| {
            let digit = u32::from(byte - b'0');
            match (index % 2, digit) {
                (0, digit) => digit,
                (_, digit) if digit > 4 => digit * 2 - 9,
                (_, digit) => digit * 2,
            }
        })
        .sum();
    total.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Completes 13 digits with the one that makes the number check.
    fn complete(head: &str) -> String {
        (0..10).map(|last| format!("{head}{last}")).find(|number| luhn(number)).unwrap()
    }

    #[test]
    fn spaces_between_groups_are_tolerated() {
        let siret: Siret = " 434 933 123 00029 ".parse().unwrap();

        assert_eq!(siret.as_str(), "43493312300029");
        assert_eq!(siret.siren(), "434933123");
    }

    #[test]
    fn the_post_office_has_its_own_rule_and_its_head_office_the_common_one() {
        assert!("35600000000048".parse::<Siret>().is_ok(), "head office, Luhn");
        assert!(!luhn("35600000009075"));
        assert!("35600000009075".parse::<Siret>().is_ok(), "sum of digits 35");
        assert_eq!("35600000009076".parse::<Siret>(), Err(Error::Checksum));
        assert_eq!("43493312300028".parse::<Siret>(), Err(Error::Checksum));
    }

    #[test]
    fn what_is_not_a_siret_says_why() {
        assert_eq!("4349331230002A".parse::<Siret>(), Err(Error::NotDigits));
        assert_eq!("434933123".parse::<Siret>(), Err(Error::Length { count: 9 }));
        assert_eq!("00000000000000".parse::<Siret>(), Err(Error::Placeholder));
        assert_eq!("".parse::<Siret>(), Err(Error::Length { count: 0 }));
    }

    proptest! {
        #[test]
        fn a_number_that_checks_is_read_and_printed_the_same(head in "[1-9][0-9]{12}") {
            let number = complete(&head);
            prop_assert_eq!(number.parse::<Siret>().unwrap().to_string(), number);
        }

        #[test]
        fn one_wrong_digit_is_always_seen(head in "[1-24-9][0-9]{12}", at in 0_usize..14, by in 1_u8..10) {
            let mut bytes = complete(&head).into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            let wrong = String::from_utf8(bytes).unwrap();
            prop_assume!(!wrong.starts_with(LA_POSTE));
            prop_assert_eq!(wrong.parse::<Siret>(), Err(Error::Checksum));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            if let Ok(siret) = text.parse::<Siret>() {
                prop_assert_eq!(siret.as_str().parse::<Siret>(), Ok(siret));
            }
        }
    }
}
