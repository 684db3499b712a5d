//! An address that a letter can be sent to.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use email_address::{EmailAddress, Options};
use serde::{Deserialize, Serialize};

use crate::text::is_unseen;

/// An email address, kept as it was typed. Two that differ by case only are equal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

super::text_form!(Email);

/// Why a text is not an email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing was typed.
    #[error("no address is given")]
    Empty,
    /// There is no @.
    #[error("an address has an @")]
    NoAt,
    /// There is a space or an invisible character inside.
    #[error("an address has no space")]
    Space,
    /// It is longer than mail can carry.
    #[error("an address has at most 254 characters")]
    TooLong,
    /// The part before the @ is empty, accented, or otherwise impossible.
    #[error("the part before the @ is not valid")]
    LocalPart,
    /// The part after the @ is not the name of a domain, or has no dot.
    #[error("the part after the @ is not a domain")]
    Domain,
}

const LONGEST: usize = 254;

impl Email {
    /// What makes two addresses the same: the text in lower case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// The part after the @.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for Email {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::Empty);
        }
        // A line break in an address would write a header of the letter.
        if text.chars().any(|c| c.is_whitespace() || c.is_control() || is_unseen(c)) {
            return Err(Error::Space);
        }
        if text.len() > LONGEST {
            return Err(Error::TooLong);
        }
        let (local, _) = text.rsplit_once('@').ok_or(Error::NoAt)?;
        // An accent before the @ is nearly always a name typed in place of its address,
        // and few servers carry such mail.
        if !local.is_ascii() || local.contains(['"', '<', '>', '(', ')', ',', ';', ':', '\\']) {
            return Err(Error::LocalPart);
        }
        let options = Options::default()
            .with_minimum_sub_domains(2)
            .without_domain_literal()
            .without_display_text();
        EmailAddress::parse_with_options(text, options).map_err(|_| {
            if EmailAddress::is_valid_local_part(local) { Error::Domain } else { Error::LocalPart }
        })?;
        Ok(Self(text.to_owned()))
    }
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Email {}

impl Hash for Email {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for Email {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Email {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_typed_form_is_kept_and_case_does_not_make_a_difference() {
        let typed: Email = "  Marie.Dupont@Structure.Example ".parse().unwrap();

        assert_eq!(typed.as_str(), "Marie.Dupont@Structure.Example");
        assert_eq!(typed.key(), "marie.dupont@structure.example");
        assert_eq!(typed, "marie.dupont@structure.example".parse().unwrap());
        assert_eq!(typed.domain(), "Structure.Example");
    }

    #[test]
    fn what_is_not_an_address_says_why() {
        for (text, why) in [
            ("", Error::Empty),
            ("marie", Error::NoAt),
            ("marie dupont@structure.example", Error::Space),
            ("marie@structure.example\r\nBcc: x@y.example", Error::Space),
            ("marie@struc\u{200B}ture.example", Error::Space),
            ("hélène@structure.example", Error::LocalPart),
            ("@structure.example", Error::LocalPart),
            ("marie..dupont@structure.example", Error::LocalPart),
            ("marie@structure", Error::Domain),
            ("marie@", Error::Domain),
            ("marie@structure..example", Error::Domain),
            ("marie@[127.0.0.1]", Error::Domain),
            ("<marie@structure.example", Error::LocalPart),
        ] {
            assert_eq!(text.parse::<Email>().map(String::from), Err(why), "{text:?}");
        }
        let long = format!("{}@structure.example", "a".repeat(300));
        assert_eq!(long.parse::<Email>().map(String::from), Err(Error::TooLong));
    }

    proptest! {
        #[test]
        fn an_ordinary_address_is_printed_as_it_was_read(
            text in "[a-zA-Z0-9]{1,10}([._+-][a-zA-Z0-9]{1,10}){0,3}@[a-z0-9]{1,10}(-[a-z0-9]{1,5})?\\.[a-z]{2,6}"
        ) {
            prop_assert_eq!(text.parse::<Email>().unwrap().to_string(), text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*@?.*") {
            if let Ok(email) = text.parse::<Email>() {
                prop_assert_eq!(email.key(), email.as_str().parse::<Email>().unwrap().key());
                prop_assert!(!email.as_str().contains(char::is_whitespace));
            }
        }
    }
}
