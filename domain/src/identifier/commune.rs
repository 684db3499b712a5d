//! The two codes of a French commune: INSEE's, which is unique, and the post's, which is not.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The INSEE code of a commune: two characters for the department, three digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InseeCode(String);

super::text_form!(InseeCode);

/// Why a text is not an INSEE code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It has not five characters.
    #[error("an INSEE code has five characters")]
    Length,
    /// No department bears this code.
    #[error("an INSEE code begins with a department: two digits, 2A or 2B")]
    Department,
    /// The part after the department is not three digits.
    #[error("an INSEE code ends with three digits")]
    NotDigits,
}

impl InseeCode {
    /// The department: `49`, `2A`, and three digits overseas (`974`).
    pub fn department(&self) -> &str {
        let length = if self.0.starts_with("97") || self.0.starts_with("98") { 3 } else { 2 };
        &self.0[..length]
    }

    /// Whether there is such a department. The pattern of the standard lets `99999` pass, which
    /// is no commune of France.
    pub fn is_of_a_department(&self) -> bool {
        !matches!(self.department(), "00" | "96" | "99")
    }
}

impl FromStr for InseeCode {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let code = text.trim().to_ascii_uppercase();
        let &[first, second, ref rest @ ..] = code.as_bytes() else { return Err(Error::Length) };
        if rest.len() != 3 {
            return Err(Error::Length);
        }
        let is_department = match first {
            b'2' => matches!(second, b'A' | b'B' | b'1'..=b'9'),
            b'0' | b'1' | b'3'..=b'9' => second.is_ascii_digit(),
            _ => false,
        };
        if !is_department {
            return Err(Error::Department);
        }
        if !rest.iter().all(u8::is_ascii_digit) {
            return Err(Error::NotDigits);
        }
        Ok(Self(code))
    }
}

/// A postal code: five digits. Several communes share one, and a town has several.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostalCode(String);

super::text_form!(PostalCode);

/// The text is not five digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a postal code has five digits")]
pub struct NotFiveDigits;

impl PostalCode {
    /// What stands where none is known yet; no place has it.
    pub(crate) fn unknown() -> Self {
        Self("00000".to_owned())
    }
}

impl FromStr for PostalCode {
    type Err = NotFiveDigits;

    fn from_str(text: &str) -> Result<Self, NotFiveDigits> {
        let code: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotFiveDigits);
        }
        Ok(Self(code))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn corsica_and_overseas_have_their_departments() {
        assert_eq!("2a004".parse::<InseeCode>().unwrap().department(), "2A");
        assert_eq!("97411".parse::<InseeCode>().unwrap().department(), "974");
        assert_eq!("49007".parse::<InseeCode>().unwrap().department(), "49");
    }

    #[test]
    fn some_numbers_are_no_department_s() {
        for code in ["00001", "96001", "99999"] {
            assert!(!code.parse::<InseeCode>().unwrap().is_of_a_department(), "{code}");
        }
        for code in ["01053", "2A004", "49023", "95001", "97411", "98818"] {
            assert!(code.parse::<InseeCode>().unwrap().is_of_a_department(), "{code}");
        }
    }

    #[test]
    fn what_is_not_an_insee_code_says_why() {
        assert_eq!("4900".parse::<InseeCode>(), Err(Error::Length));
        assert_eq!("".parse::<InseeCode>(), Err(Error::Length));
        assert_eq!("490070".parse::<InseeCode>(), Err(Error::Length));
        assert_eq!("20004".parse::<InseeCode>(), Err(Error::Department));
        assert_eq!("4A007".parse::<InseeCode>(), Err(Error::Department));
        assert_eq!("49A07".parse::<InseeCode>(), Err(Error::NotDigits));
        assert_eq!("é9007".parse::<InseeCode>(), Err(Error::Length));
    }

    #[test]
    fn a_postal_code_is_five_digits() {
        assert_eq!("49 100".parse::<PostalCode>().unwrap().as_str(), "49100");
        assert_eq!("4910".parse::<PostalCode>(), Err(NotFiveDigits));
        assert_eq!("2A000".parse::<PostalCode>(), Err(NotFiveDigits));
    }

    proptest! {
        #[test]
        fn every_code_of_the_national_pattern_is_read(text in "([013-9][0-9]|2[AB1-9])[0-9]{3}") {
            prop_assert_eq!(text.parse::<InseeCode>().unwrap().to_string(), text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,8}") {
            if let Ok(code) = text.parse::<InseeCode>() {
                prop_assert_eq!(code.as_str().len(), 5);
            }
        }
    }
}
