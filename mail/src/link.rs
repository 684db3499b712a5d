//! Where the letters' links lead: pages below the public address.

use domain::{
    id::{CharterId, EmployerId, EventId, MemberId},
    outbox::Category,
};

/// The addresses of pages.
#[derive(Clone, Debug)]
pub struct Links {
    public_url: String,
}

impl Links {
    /// Below this address, without a slash at its end.
    pub fn new(public_url: &str) -> Self {
        Self { public_url: public_url.trim_end_matches('/').to_owned() }
    }

    fn to(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    pub(crate) fn home(&self) -> String {
        self.to("/")
    }

    pub(crate) fn event(&self, id: EventId) -> String {
        self.to(&format!("/events/{id}"))
    }

    pub(crate) fn answer(&self, id: EventId, token: &str) -> String {
        self.to(&format!("/events/{id}/letter/{token}"))
    }

    pub(crate) fn network(&self, slug: &str) -> String {
        self.to(&format!("/networks/{slug}"))
    }

    pub(crate) fn join_requests(&self, slug: &str) -> String {
        self.to(&format!("/networks/{slug}/join-requests"))
    }

    pub(crate) fn employer(&self, id: EmployerId) -> String {
        self.to(&format!("/employers/{id}"))
    }

    pub(crate) fn member(&self, id: MemberId) -> String {
        self.to(&format!("/members/{id}"))
    }

    pub(crate) fn charter(&self, id: CharterId) -> String {
        self.to(&format!("/charters/{id}"))
    }

    pub(crate) fn invitation(&self, token: &str) -> String {
        self.to(&format!("/invitations/{token}"))
    }

    pub(crate) fn sign_in(&self, token: &str) -> String {
        self.to(&format!("/auth/email/{token}"))
    }

    pub(crate) fn identity(&self, token: &str) -> String {
        self.to(&format!("/auth/identity/{token}"))
    }

    pub(crate) fn new_email(&self, token: &str) -> String {
        self.to(&format!("/me/email/{token}"))
    }

    pub(crate) fn preferences(&self, token: &str) -> String {
        self.to(&format!("/letters/preferences?token={token}"))
    }

    pub(crate) fn unsubscribe(&self, token: &str, category: Category) -> String {
        self.to(&format!("/letters/unsubscribe?token={token}&category={}", category.word()))
    }

    /// The host alone, for names that must be unique in the world.
    pub(crate) fn host(&self) -> String {
        url::Url::parse(&self.public_url)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| "localhost".to_owned())
    }
}
