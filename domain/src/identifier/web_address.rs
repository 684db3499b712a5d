//! The address of a page on the web.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::Url;

/// An `http` or `https` address, kept as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebAddress(String);

super::text_form!(WebAddress);

/// Why a text is not a web address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing was typed.
    #[error("no address is given")]
    Empty,
    /// There is a space or an invisible character inside.
    #[error("a web address has no space")]
    Space,
    /// It cannot be opened in a browser: another scheme, or no host.
    #[error("a web address begins with https:// or http:// and names a site")]
    NotAPage,
    /// Two addresses were typed in one.
    #[error("there is more than one address")]
    Several,
}

impl FromStr for WebAddress {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        // A semicolon ends an entry of a list, and some word processors set a space before a colon.
        let text = text.trim_end_matches([';', ' ']).trim().replacen(" ://", "://", 1);
        if text.is_empty() {
            return Err(Error::Empty);
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(Error::Space);
        }
        if [";http://", ";https://", ";www."].iter().any(|start| text.contains(start)) {
            return Err(Error::Several);
        }
        // The bar separates addresses in the national standard.
        let text = text.replace('|', "%7C");
        let text = if text.contains("://") { text } else { format!("https://{text}") };
        let url = Url::parse(&text).map_err(|_| Error::NotAPage)?;
        let has_site = url.domain().is_some_and(|host| host.contains('.'));
        if !matches!(url.scheme(), "http" | "https") || !has_site || !url.username().is_empty() {
            return Err(Error::NotAPage);
        }
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_typed_address_is_kept_and_a_missing_scheme_added() {
        assert_eq!(
            " https://lieu.example/Accueil ".parse::<WebAddress>().unwrap().as_str(),
            "https://lieu.example/Accueil"
        );
        assert_eq!(
            "www.lieu.example".parse::<WebAddress>().unwrap().as_str(),
            "https://www.lieu.example"
        );
        assert_eq!(
            "https ://lieu.example/;".parse::<WebAddress>().unwrap().as_str(),
            "https://lieu.example/"
        );
    }

    #[test]
    fn what_is_not_a_page_says_why() {
        assert_eq!("".parse::<WebAddress>(), Err(Error::Empty));
        assert_eq!("à venir".parse::<WebAddress>(), Err(Error::Space));
        assert_eq!("javascript://a.b/%0aalert(1)".parse::<WebAddress>(), Err(Error::NotAPage));
        assert_eq!("néant".parse::<WebAddress>(), Err(Error::NotAPage));
        assert_eq!("https://a:b@c.example".parse::<WebAddress>(), Err(Error::NotAPage));
        assert_eq!("https://a.example;www.b.example".parse::<WebAddress>(), Err(Error::Several));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(https://)?[a-z.|;/ ]*|.*") {
            if let Ok(address) = text.parse::<WebAddress>() {
                prop_assert_eq!(address.as_str().parse::<WebAddress>(), Ok(address));
            }
        }
    }
}
