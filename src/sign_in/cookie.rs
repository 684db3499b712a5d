//! The cookies of sign-in: their names, their flags, and who may read them.

use chrono::TimeDelta;
use poem::web::cookie::{Cookie, CookieJar, CookieKey, SameSite};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::asker::PLAIN_COOKIE;

const BROWSER: &str = "maillage-browser";

/// What a browser keeps for us during a sign-in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fact {
    /// The sign-in that it started at the provider.
    Pending,
    /// The identity that waits for its owner's confirmation.
    Identity,
}

impl Fact {
    const fn name(self) -> &'static str {
        match self {
            Self::Pending => "maillage-sign-in",
            Self::Identity => "maillage-identity",
        }
    }
}

/// How the cookies of this site are written.
///
/// Over https their names begin with `__Host-`: no neighbouring host can set or read them. Browsers
/// refuse that prefix without encryption, so a site tried out on one's own machine goes without.
#[derive(Clone)]
pub struct Cookies {
    is_secure: bool,
    key: CookieKey,
}

impl Cookies {
    /// The cookies of the site at this address; `secret` signs those that carry facts.
    pub fn new(public_address: &Url, secret: &[u8]) -> Self {
        let mut seed = Sha256::new();
        seed.update(b"maillage sign-in cookies\0");
        seed.update(secret);
        Self {
            is_secure: public_address.scheme() == "https",
            key: CookieKey::derive_from(&seed.finalize()),
        }
    }

    /// The token of the session that this browser holds.
    pub fn session(&self, jar: &CookieJar) -> Option<String> {
        self.read(jar, PLAIN_COOKIE)
    }

    /// Gives the browser a session; an earlier one is forgotten.
    pub fn give_session(&self, jar: &CookieJar, token: &str, lasting: TimeDelta) {
        jar.add(self.write(PLAIN_COOKIE, token, lasting));
    }

    /// Takes the session away.
    pub fn take_session(&self, jar: &CookieJar) {
        jar.add(self.removal(PLAIN_COOKIE));
    }

    /// A fact that we gave this browser to keep, if it is really ours.
    pub(super) fn kept<T: DeserializeOwned>(&self, jar: &CookieJar, fact: Fact) -> Option<T> {
        let cookie = jar.signed_with_key(&self.key).get(&self.name(fact.name()))?;
        // The signature covers the value and not the name, so that the value says which fact it is.
        let (name, text) = cookie.value_str().split_once(' ')?;
        if name != fact.name() {
            return None;
        }
        serde_json::from_str(text).ok()
    }

    /// Lets the browser keep a fact for us, signed so that it cannot be made up.
    pub(super) fn keep(
        &self,
        jar: &CookieJar,
        fact: Fact,
        value: &impl Serialize,
        lasting: TimeDelta,
    ) {
        if let Ok(text) = serde_json::to_string(value) {
            let signed = format!("{} {text}", fact.name());
            jar.signed_with_key(&self.key).add(self.write(fact.name(), &signed, lasting));
        }
    }

    /// A kept fact is good for one use.
    pub(super) fn drop_kept(&self, jar: &CookieJar, fact: Fact) {
        jar.add(self.removal(fact.name()));
    }

    /// The word by which we recognise the browser that asked for an email link.
    pub(super) fn browser(&self, jar: &CookieJar) -> Option<String> {
        self.read(jar, BROWSER)
    }

    pub(super) fn give_browser(&self, jar: &CookieJar, word: &str, lasting: TimeDelta) {
        jar.add(self.write(BROWSER, word, lasting));
    }

    fn read(&self, jar: &CookieJar, name: &str) -> Option<String> {
        let value = jar.get(&self.name(name))?.value_str().to_owned();
        (!value.is_empty()).then_some(value)
    }

    fn name(&self, name: &str) -> String {
        if self.is_secure { format!("__Host-{name}") } else { name.to_owned() }
    }

    /// `Lax` rather than `Strict`: the way back from the provider is a link from another site.
    fn write(&self, name: &str, value: &str, lasting: TimeDelta) -> Cookie {
        let mut cookie = Cookie::new_with_str(self.name(name), value);
        cookie.set_path("/");
        cookie.set_http_only(true);
        cookie.set_secure(self.is_secure);
        cookie.set_same_site(SameSite::Lax);
        cookie.set_max_age(lasting.to_std().unwrap_or_default());
        cookie
    }

    fn removal(&self, name: &str) -> Cookie {
        self.write(name, "", TimeDelta::zero())
    }
}
