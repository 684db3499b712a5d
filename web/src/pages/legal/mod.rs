//! What the law asks each site to say: who answers for it, what it keeps of people, how far everybody
//! can use it.

use askama::Template;

use super::{Frame, written::pages};

pages!(LegalPage, PrivacyPage, AccessibilityPage);

/// Who operates the site, as far as the settings say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Operator<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// Its postal address.
    pub address: Option<&'a str>,
    /// Where to write.
    pub email: Option<&'a str>,
    /// Where to call.
    pub phone: Option<&'a str>,
    /// Who answers for what is published.
    pub director: Option<&'a str>,
    /// Who hosts the server.
    pub hosting: Option<&'a str>,
}

impl<'a> Operator<'a> {
    /// Its name, or what one may call it.
    fn named(&self) -> &'a str {
        self.name.unwrap_or("l’organisme qui exploite ce site")
    }

    const fn is_complete(&self) -> bool {
        self.name.is_some()
            && self.address.is_some()
            && self.email.is_some()
            && self.director.is_some()
            && self.hosting.is_some()
    }
}

/// Who answers for this site.
#[derive(Template)]
#[template(path = "legal/legal.html")]
pub struct LegalPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Who operates the site.
    pub operator: Operator<'a>,
}

/// What is kept of people, why and for how long.
#[derive(Template)]
#[template(path = "legal/privacy.html")]
pub struct PrivacyPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Who operates the site.
    pub operator: Operator<'a>,
    /// Whether people may sign in by another service.
    pub has_provider: bool,
}

/// How far everybody can use this site.
#[derive(Template)]
#[template(path = "legal/accessibility.html")]
pub struct AccessibilityPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Who operates the site.
    pub operator: Operator<'a>,
}
