//! The people of a network, for those who run it.

use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDate;
use domain::{
    employer::Employer,
    id::{EmployerId, MemberId, MembershipId},
    member::Seen,
    membership::{Membership, Sorting},
    network::{Body, Network},
};
use locales::{date, text};

use super::{Count, choice};
use crate::{
    component::{Badge, Choice, Form, Pager, Tone},
    pages::{Frame, Typed, network::NetworkTabs, written::pages},
    words,
};

pages!(PeoplePage);

/// Someone of the list.
#[derive(Debug)]
pub struct Listed<'a> {
    /// The membership.
    pub membership: &'a Membership,
    /// The person, as far as one may see.
    pub seen: &'a Seen,
    /// Where they work.
    pub employers: String,
    /// The network, when the list reaches below the one that is asked about.
    pub network: Option<&'a str>,
    /// Since when they are in the network without a break.
    pub since: NaiveDate,
}

impl Listed<'_> {
    fn id(&self) -> String {
        MembershipId::of(self.membership.id).to_string()
    }

    fn path(&self) -> String {
        format!("/members/{}", MemberId::of(self.seen.id))
    }

    pub(super) fn role(&self) -> String {
        words::both_roles(self.membership.role, self.membership.local_role)
    }

    pub(super) fn name(&self) -> String {
        words::called(self.seen)
    }

    /// Whether the name, and the network's beside it, need no second line.
    fn has_short_name(&self) -> bool {
        let is_short = |name: &str| name.chars().count() <= 40;
        is_short(&self.name()) && self.network.is_none_or(is_short)
    }

    fn is_lead(&self) -> bool {
        self.membership.role != domain::membership::Role::Member
    }

    fn badge(&self) -> Badge<'static> {
        Badge::new(self.role(), if self.is_lead() { Tone::Good } else { Tone::Told })
    }

    /// When they were last seen, for those who may know.
    pub fn last_seen(&self) -> String {
        match &self.seen.private {
            None => text("page-seen-hidden", &[]),
            Some(private) => match private.last_seen_at {
                None => text("page-seen-never", &[]),
                Some(at) => words::federation_day(at),
            },
        }
    }

    fn since(&self) -> String {
        date::month(self.since)
    }

    fn until(&self) -> Option<String> {
        self.membership.ended_on.map(date::month)
    }
}

/// A day as files carry it.
pub fn local_date(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The order of this word in the address.
pub fn sorting(word: &str) -> Sorting {
    match word {
        "newest" => Sorting::Newest,
        "unseen" => Sorting::LeastSeen,
        _ => Sorting::ByName,
    }
}

/// How many memberships one acts for at once.
const MOST_AT_ONCE: i64 = 100;

/// The people of a network.
#[derive(Template)]
#[template(path = "people/list.html")]
pub struct PeoplePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The network.
    pub network: &'a Network,
    /// Its pages that this person may open.
    pub tabs: NetworkTabs,
    /// What is looked for.
    pub asked: &'a Typed,
    /// Who was found.
    pub people: &'a [Listed<'a>],
    /// Whether there are more employers than one may choose among.
    pub has_more_employers: bool,
    /// The employers among which one may choose.
    pub employers: &'a [Employer],
    /// The intercommunal bodies among which one may choose.
    pub bodies: &'a [Body],
    /// Whether the network has others below it.
    pub has_below: bool,
    /// Whether this person may bring tables in.
    pub may_import: bool,
    /// How many there are.
    pub count: Count,
    /// The way to the pages beside.
    pub pager: Pager,
    /// What the filters say, for the addresses of the files.
    pub filters: String,
}

impl PeoplePage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, &[])
    }

    fn at(&self, page: &str) -> String {
        format!("/networks/{}{page}", self.network.slug)
    }

    /// The same list elsewhere: as a file, or all of it chosen.
    fn same(&self, page: &str) -> String {
        let mark = if self.filters.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", self.at(page), self.filters)
    }

    fn all_chosen(&self) -> String {
        let mark = if self.filters.is_empty() { "" } else { "&" };
        format!("{}?{}{mark}all=yes", self.at("/members/chosen"), self.filters)
    }

    fn is_over(&self) -> bool {
        self.asked.is("state", "over")
    }

    fn is_filtered(&self) -> bool {
        self.is_detailed() || self.is_asked(&["search", "role", "localRole"])
    }

    fn is_detailed(&self) -> bool {
        self.is_asked(&["employer", "epci", "absent", "unseen", "state", "scope"])
    }

    fn is_asked(&self, names: &[&str]) -> bool {
        names.iter().any(|name| !self.asked.get(name).trim().is_empty())
    }

    fn roles() -> Vec<Choice<'static>> {
        choice::roles("Tous")
    }

    fn local_roles() -> Vec<Choice<'static>> {
        choice::local_roles("Tous")
    }

    fn employer_choices(&self) -> Vec<Choice<'_>> {
        let one = |employer: &Employer| {
            Choice::new(EmployerId::of(employer.id).to_string(), employer.name.clone())
        };
        std::iter::once(Choice::new("", "Toutes")).chain(self.employers.iter().map(one)).collect()
    }

    fn body_choices(&self) -> Vec<Choice<'_>> {
        let one = |body: &Body| Choice::new(body.epci_code.clone(), body.epci_name.clone());
        std::iter::once(Choice::new("", "Tout")).chain(self.bodies.iter().map(one)).collect()
    }

    fn states() -> [Choice<'static>; 2] {
        [Choice::new("", "En cours"), Choice::new("over", "Terminées")]
    }

    fn scopes() -> [Choice<'static>; 2] {
        [Choice::new("", "Ce réseau"), Choice::new("subtree", "Et ceux qui en font partie")]
    }

    /// Each order, the way to it, and whether the list has it.
    fn orders(&self) -> HashMap<&'static str, String> {
        let without: Vec<_> = self
            .asked
            .0
            .iter()
            .filter(|(name, value)| {
                !value.is_empty() && !matches!(name.as_str(), "sort" | "after" | "before" | "done")
            })
            .collect();
        ["name", "newest", "unseen"]
            .into_iter()
            .map(|order| {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                query.extend_pairs(without.iter().map(|(name, value)| (name, value)));
                query.append_pair("sort", order);
                (order, format!("{}?{}", self.at("/members"), query.finish()))
            })
            .collect()
    }

    fn order(&self, order: &str) -> String {
        self.orders().remove(order).unwrap_or_default()
    }

    /// How a column says that the list has its order.
    fn sorted(&self, order: &str, way: &'static str) -> String {
        let present = match sorting(self.asked.get("sort")) {
            Sorting::ByName => "name",
            Sorting::Newest => "newest",
            Sorting::LeastSeen => "unseen",
        };
        if order == present { format!(" aria-sort=\"{way}\"") } else { String::new() }
    }

    fn shown(&self) -> String {
        self.count.words()
    }

    fn choose_all(&self) -> String {
        if self.count.memberships > MOST_AT_ONCE {
            return text("page-people-choose-slices", &[]);
        }
        self.count.told("page-people-choose-all", "page-people-choose-all-below")
    }
}
