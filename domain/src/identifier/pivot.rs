//! The public number by which two files know that they speak of the same organisation.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Rna, Siret};

/// The pivot of the national places standard.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Pivot {
    /// An establishment in the business register.
    Siret(Siret),
    /// An association in its own register.
    Rna(Rna),
    /// A number of the Pacific territories' register: nine to ten digits, not checked further.
    Ridet(String),
}

/// Why a text is not a pivot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing, or zeros only: the number is not known.
    #[error("no number is given")]
    Unknown,
    /// It has a SIRET's length and does not check.
    #[error(transparent)]
    Siret(#[from] super::siret::Error),
    /// It begins like an RNA number and is not one.
    #[error(transparent)]
    Rna(#[from] super::rna::Error),
    /// It is none of the three.
    #[error("this is no SIRET, RNA or RIDET")]
    Unrecognised,
}

/// What national files write where the number is not known.
pub const PLACEHOLDER: &str = "00000000000000";

impl FromStr for Pivot {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if text.bytes().all(|byte| byte == b'0') {
            return Err(Error::Unknown);
        }
        if text.starts_with(['w', 'W']) {
            return Ok(Self::Rna(text.parse()?));
        }
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.len() {
            14 => Ok(Self::Siret(text.parse()?)),
            9 | 10 if is_digits => Ok(Self::Ridet(text)),
            _ => Err(Error::Unrecognised),
        }
    }
}

impl Pivot {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Siret(siret) => siret.as_str(),
            Self::Rna(rna) => rna.as_str(),
            Self::Ridet(ridet) => ridet,
        }
    }
}

impl fmt::Display for Pivot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl From<Pivot> for String {
    fn from(pivot: Pivot) -> Self {
        pivot.as_str().to_owned()
    }
}

impl TryFrom<String> for Pivot {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_tells_which_register_it_is() {
        assert!(matches!("43493312300029".parse(), Ok(Pivot::Siret(_))));
        assert!(matches!("w491000123".parse(), Ok(Pivot::Rna(_))));
        assert!(matches!("0123456789".parse(), Ok(Pivot::Ridet(_))));
    }

    #[test]
    fn zeros_and_nothing_stand_for_unknown() {
        assert_eq!(PLACEHOLDER.parse::<Pivot>(), Err(Error::Unknown));
        assert_eq!("  ".parse::<Pivot>(), Err(Error::Unknown));
    }

    #[test]
    fn a_wrong_number_says_what_is_wrong_with_it() {
        assert_eq!(
            "43493312300028".parse::<Pivot>(),
            Err(Error::Siret(crate::identifier::siret::Error::Checksum))
        );
        assert_eq!(
            "W12".parse::<Pivot>(),
            Err(Error::Rna(crate::identifier::rna::Error::NotNineDigits))
        );
        assert_eq!("bonjour".parse::<Pivot>(), Err(Error::Unrecognised));
    }
}
