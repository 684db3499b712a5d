//! A name that can stand in a web address.

use std::str::FromStr;

use deunicode::deunicode;
use serde::{Deserialize, Serialize};

/// Lower-case letters, digits and single hyphens; at most 63 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

super::text_form!(Slug);

/// Why a text is not a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing was typed, or nothing that can be kept.
    #[error("a slug has at least one letter or digit")]
    Empty,
    /// It has more than 63 characters.
    #[error("a slug has at most 63 characters")]
    TooLong,
    /// It has something else than lower-case letters, digits and hyphens.
    #[error("a slug has lower-case letters, digits and hyphens only")]
    Character,
    /// A hyphen stands at an end or next to another.
    #[error("a slug has single hyphens, between letters or digits")]
    Hyphen,
}

const LONGEST: usize = 63;

impl Slug {
    /// The slug that a title suggests: « Cyb@njou, le réseau » gives `cybanjou-le-reseau`.
    pub fn from_title(title: &str) -> Result<Self, Error> {
        let plain = deunicode(title).replace('@', "a").to_ascii_lowercase();
        let words: Vec<&str> =
            plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let mut slug = words.join("-");
        slug.truncate(LONGEST);
        slug.trim_end_matches('-').parse()
    }
}

impl FromStr for Slug {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::Empty);
        }
        if text.len() > LONGEST {
            return Err(Error::TooLong);
        }
        if !text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return Err(Error::Character);
        }
        if text.split('-').any(str::is_empty) {
            return Err(Error::Hyphen);
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_suggests_its_slug() {
        assert_eq!(Slug::from_title("Cyb@njou, le réseau").unwrap().as_str(), "cybanjou-le-reseau");
        assert_eq!(
            Slug::from_title("Saint-Barthélemy-d'Anjou").unwrap().as_str(),
            "saint-barthelemy-d-anjou"
        );
        assert_eq!(Slug::from_title(" … "), Err(Error::Empty));
    }

    #[test]
    fn what_is_not_a_slug_says_why() {
        assert_eq!("".parse::<Slug>(), Err(Error::Empty));
        assert_eq!("Anjou".parse::<Slug>(), Err(Error::Character));
        assert_eq!("-anjou".parse::<Slug>(), Err(Error::Hyphen));
        assert_eq!("a--b".parse::<Slug>(), Err(Error::Hyphen));
        assert_eq!("a".repeat(64).parse::<Slug>(), Err(Error::TooLong));
    }

    proptest! {
        #[test]
        fn a_slug_is_its_own_suggestion(text in "[a-z0-9]{1,20}(-[a-z0-9]{1,10}){0,3}") {
            prop_assert_eq!(Slug::from_title(&text).unwrap(), text.parse().unwrap());
        }

        #[test]
        fn a_title_gives_a_slug_or_nothing_at_all(title in ".*") {
            prop_assert!(matches!(Slug::from_title(&title), Ok(_) | Err(Error::Empty)));
        }
    }
}
