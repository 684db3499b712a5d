//! A network as everybody sees it, and the requests to enter that its leads answer.

mod tabs;

use askama::Template;
use domain::{
    event::Event,
    id::{EventId, JoinRequestId},
    join_request::JoinRequest,
    membership::{LocalRole, Role},
    network::Network,
};
use locales::text;
use uuid::Uuid;

use super::{Frame, Problem, Typed, frame::pages};
use crate::{markdown, words};

pub use tabs::{NetworkTabs, Tab};

pages!(NetworkPage, JoinRequestsPage);

/// Where the person who looks stands.
pub enum Place<'a> {
    /// Nobody is signed in.
    Nobody,
    /// In the network.
    Inside(Role),
    /// Their request waits.
    Waiting(&'a JoinRequest),
    /// They may ask.
    Outside,
}

/// A network.
#[derive(Template)]
#[template(path = "network/network.html")]
pub struct NetworkPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The network.
    pub network: &'a Network,
    /// Its pages that this person may open.
    pub tabs: NetworkTabs,
    /// The name of its level.
    pub level: &'a str,
    /// From the top down to its parent.
    pub above: &'a [Network],
    /// Right below it.
    pub below: &'a [Network],
    /// Its next events, and those below it.
    pub events: &'a [Event],
    /// Where the person stands.
    pub place: Place<'a>,
    /// How many requests wait for this person's answer; none for who does not answer.
    pub waiting: Option<i64>,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl NetworkPage<'_> {
    fn description(&self) -> String {
        markdown::to_html(&self.network.description)
    }

    fn withdraw(&self, request: &JoinRequest) -> String {
        format!("/networks/{}/join/{}/withdraw", self.network.slug, JoinRequestId::of(request.id))
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn requests(&self, count: i64) -> String {
        text("page-requests-waiting", &[("count", count.into())])
    }

    fn parts(&self) -> String {
        let count = i64::try_from(self.below.len()).unwrap_or_default();
        text("page-below", &[("count", count.into())])
    }
}

fn event_path(event: &Event) -> String {
    format!("/events/{}", EventId::of(event.id))
}

/// Requests to enter a network.
#[derive(Template)]
#[template(path = "network/join_requests.html")]
pub struct JoinRequestsPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The network.
    pub network: &'a Network,
    /// Its pages that this person may open.
    pub tabs: NetworkTabs,
    /// Those that wait, with the name of who asks.
    pub requests: Vec<(&'a JoinRequest, String)>,
    /// Whether there are more.
    pub has_more: bool,
    /// Whose form was refused.
    pub refused: Option<Uuid>,
    /// What was typed in it.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl JoinRequestsPage<'_> {
    const LOCAL_ROLES: [(LocalRole, &'static str); 5] = [
        (LocalRole::Mediator, "mediator"),
        (LocalRole::Helper, "helper"),
        (LocalRole::FirstAider, "first_aider"),
        (LocalRole::Scout, "scout"),
        (LocalRole::Pilot, "pilot"),
    ];

    fn action(&self, request: &JoinRequest, verb: &str) -> String {
        let id = JoinRequestId::of(request.id);
        format!("/networks/{}/join-requests/{id}/{verb}", self.network.slug)
    }

    fn problems_of(&self, request: &JoinRequest) -> &[Problem] {
        if self.refused == Some(request.id) { self.problems } else { &[] }
    }

    fn reason_of(&self, request: &JoinRequest) -> &str {
        if self.refused == Some(request.id) { self.typed.get("reason") } else { "" }
    }

    /// Problems of a request that is no longer in the list.
    fn loose_problems(&self) -> &[Problem] {
        let is_listed = self.requests.iter().any(|(request, _)| self.refused == Some(request.id));
        if is_listed { &[] } else { self.problems }
    }

    fn local_roles() -> [(String, &'static str); 5] {
        Self::LOCAL_ROLES.map(|(role, word)| (words::local_role(role), word))
    }

    /// The local role of a word in the form.
    pub fn local_role_of(word: &str) -> Option<LocalRole> {
        Self::LOCAL_ROLES.into_iter().find(|(_, known)| *known == word).map(|(role, _)| role)
    }
}
