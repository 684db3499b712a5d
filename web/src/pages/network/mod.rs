//! A network as everybody sees it, the list of all, and the requests to enter that its leads answer.

mod list;
mod tabs;
pub mod workbench;

use std::collections::HashMap;

use askama::Template;
use domain::{
    charter::Charter,
    database::in_words,
    event::Event,
    id::{CharterId, JoinRequestId},
    join_request::{JoinRequest, State},
    membership::{LocalRole, Role},
    network::{Body, Commune, Network},
};
use locales::text;
use uuid::Uuid;

use super::{Frame, Problem, Typed, written::pages};
use crate::{
    component::{Badge, Choice, EventLine, Form, Pager, Summary, Tone},
    markdown, words,
};

pub use list::NetworksPage;
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

/// What was read about a network for whoever looks at it.
#[derive(Debug, Default)]
pub struct Read {
    /// Its next events, and those below it.
    pub events: Vec<Event>,
    /// The names of the networks that host them.
    pub hosts: HashMap<Uuid, String>,
    /// How many of its events, and of those below it, the person may know of in the last twelve months.
    pub held: i64,
    /// The intercommunal bodies that it covers.
    pub bodies: Vec<Body>,
    /// Its communes, when they are few enough to be told one by one.
    pub communes: Vec<Commune>,
    /// Its published charters.
    pub charters: Vec<Charter>,
    /// Its pilots' names, when the person may know them.
    pub pilots: Vec<String>,
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
    /// How many they are.
    pub below_count: i64,
    /// The way to the others, when they are not all here.
    pub pager: Option<Pager>,
    /// What was read about it.
    pub read: &'a Read,
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
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn description(&self) -> String {
        markdown::to_html(&self.network.description)
    }

    /// Whether there is something to say about joining it: a closed network takes nobody in.
    fn is_joined_here(&self) -> bool {
        let is_outside = matches!(self.place, Place::Nobody | Place::Outside);
        self.network.archived_at.is_none() || !is_outside
    }

    fn withdraw(&self, request: &JoinRequest) -> String {
        format!("/networks/{}/join/{}/withdraw", self.network.slug, JoinRequestId::of(request.id))
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn requests(&self, count: i64) -> String {
        text("page-requests-waiting", &[("count", count.into())])
    }

    fn pilots(&self) -> String {
        words::names(&self.read.pilots.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn lines(&self) -> impl Iterator<Item = EventLine<'_>> {
        self.read.events.iter().map(|event| {
            let host = event.facts.hosts.first().filter(|host| **host != self.network.id);
            let host = host.and_then(|host| self.read.hosts.get(host)).map(String::as_str);
            EventLine::of(event).hosted_by(host).on(self.frame.today)
        })
    }

    fn charter_path(charter: &Charter) -> String {
        format!("/charters/{}", CharterId::of(charter.id))
    }

    /// Its territory in a sentence.
    fn territory(&self) -> Option<String> {
        let (communes, people) =
            self.read.bodies.iter().fold((0, 0), |(communes, people), body| {
                (communes + body.covered, people + body.population)
            });
        if communes == 0 {
            return None;
        }
        let people = words::number(people);
        Some(text("page-territory", &[("communes", communes.into()), ("people", (&people).into())]))
    }

    /// How much of an intercommunal body it covers.
    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn share(&self, body: &Body) -> String {
        if body.is_whole() {
            return text("page-body-whole", &[("communes", body.communes.into())]);
        }
        let communes = body.communes.into();
        text("page-body-part", &[("covered", body.covered.into()), ("communes", communes)])
    }

    /// The names of its communes in one of these bodies.
    fn communes_of(&self, body: &Body) -> String {
        let of_body = self.read.communes.iter().filter(|one| one.epci_code == body.epci_code);
        of_body.map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// How much went on lately.
    fn activity(&self) -> Option<String> {
        let held = self.read.held;
        (held > 0).then(|| text("page-held", &[("count", held.into())]))
    }

    fn parts(&self) -> String {
        text("page-below", &[("count", self.below_count.into())])
    }
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
    /// What the list is asked for.
    pub asked: &'a Typed,
    /// The same as the end of an address, with the list's page.
    pub list: String,
    /// How many there are, and the way to the others.
    pub pager: Pager,
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

    const STATES: [(State, &'static str); 4] = [
        (State::Pending, "page-request-pending"),
        (State::Approved, "page-request-approved"),
        (State::Refused, "page-request-refused"),
        (State::Withdrawn, "page-request-withdrawn"),
    ];

    /// The state of this word; those that wait when it says nothing, all of them for `all`.
    pub fn state_of(word: &str) -> Option<State> {
        if word == "all" {
            return None;
        }
        let mut known = Self::STATES.iter().map(|(state, _)| *state);
        Some(known.find(|one| in_words(one) == word).unwrap_or(State::Pending))
    }

    fn filter(&self) -> Form<'_> {
        Form::new(self.asked, &[]).called("filtre")
    }

    fn states() -> Vec<Choice<'static>> {
        let one = |(state, key): &(State, &str)| Choice::new(in_words(state), text(key, &[]));
        Self::STATES.iter().map(one).chain([Choice::new("all", "Toutes")]).collect()
    }

    fn is_filtered(&self) -> bool {
        !matches!(self.asked.get("state"), "" | "pending") || !self.asked.get("search").is_empty()
    }

    fn is_pending(request: &JoinRequest) -> bool {
        request.state == State::Pending
    }

    /// How an answered request stands.
    fn badge(request: &JoinRequest) -> Badge<'static> {
        let tone = match request.state {
            State::Pending => Tone::Warn,
            State::Approved => Tone::Good,
            State::Refused => Tone::Bad,
            State::Withdrawn => Tone::Quiet,
        };
        let key = Self::STATES.iter().find(|(state, _)| *state == request.state);
        Badge::new(key.map(|(_, key)| text(key, &[])).unwrap_or_default(), tone)
    }

    fn action(&self, request: &JoinRequest, verb: &str) -> String {
        let id = JoinRequestId::of(request.id);
        format!("/networks/{}/join-requests/{id}/{verb}", self.network.slug)
    }

    /// The form of this request that does this: a reason is typed only to refuse.
    fn form(&self, request: &JoinRequest, act: &str) -> Form<'_> {
        let typed = if self.typed.find("reason").is_some() { "refuse" } else { "approve" };
        let is_this_one = self.refused == Some(request.id) && act == typed;
        let id = JoinRequestId::of(request.id);
        Form::new(self.typed, self.problems).only_if(is_this_one).called(format!("{act}-{id}"))
    }

    /// What is wrong with a request that is no longer in the list.
    fn loose(&self) -> Summary<'_> {
        let is_listed = self.requests.iter().any(|(request, _)| self.refused == Some(request.id));
        Form::new(self.typed, self.problems).only_if(!is_listed).summary()
    }

    fn roles() -> [Choice<'static>; 3] {
        [
            Choice::new("member", "Membre"),
            Choice::new("organiser", "Animation"),
            Choice::new("lead", "Pilotage"),
        ]
    }

    fn local_roles() -> Vec<Choice<'static>> {
        let none = Choice::new("", "Aucun pour l’instant");
        let choice = |(role, word)| Choice::new(word, words::capital(&words::local_role(role)));
        std::iter::once(none).chain(Self::LOCAL_ROLES.map(choice)).collect()
    }

    /// The local role of a word in the form.
    pub fn local_role_of(word: &str) -> Option<LocalRole> {
        Self::LOCAL_ROLES.into_iter().find(|(_, known)| *known == word).map(|(role, _)| role)
    }
}
