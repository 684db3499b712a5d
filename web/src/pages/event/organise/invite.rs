//! Asking people to come: whom, and who would get a letter, before it leaves; and what becomes of
//! each line of a pasted list.

use std::collections::HashMap;

use askama::Template;
use domain::{
    database::in_words,
    event::{Guest, GuestEntry, GuestOutcome},
    exchange::List,
    id::{MemberId, NetworkId},
    invitation::Outcome,
    member::Seen,
    membership::{LocalRole, Role},
    network::Network,
};
use locales::text;

use super::Head;
use crate::{
    component::{Badge, Choice, Form, Keep, Tone},
    pages::{
        Frame, Problem, Typed,
        people::{lines_words, malformed, name_cells, totals, undecided_words},
        written::pages,
    },
    words,
};

pages!(InvitePage);

const ROLES: [Role; 3] = [Role::Lead, Role::Organiser, Role::Member];
const LOCAL_ROLES: [LocalRole; 5] = [
    LocalRole::Pilot,
    LocalRole::Mediator,
    LocalRole::Helper,
    LocalRole::FirstAider,
    LocalRole::Scout,
];

/// The role of this word.
pub fn role(word: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| in_words(role) == word)
}

/// The local role of this word.
pub fn local_role(word: &str) -> Option<LocalRole> {
    LOCAL_ROLES.into_iter().find(|role| in_words(role) == word)
}

/// Asking people to come.
#[derive(Template)]
#[template(path = "event/organise/invite.html")]
pub struct InvitePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The event.
    pub head: Head<'a>,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// Those who would be asked, once a preview was asked for.
    pub guests: Option<&'a [Guest]>,
    /// Those whom one may choose: what the search found, and who is chosen already.
    pub people: &'a [Seen],
    /// What becomes of each line of a pasted list.
    pub pasted: Option<Pasted<'a>>,
}

/// What becomes of each line of a pasted list, or became of it.
#[derive(Debug)]
pub struct Pasted<'a> {
    /// The lines.
    pub entries: &'a [GuestEntry],
    /// Whether the letters left.
    pub is_sent: bool,
    /// What became of those who were invited to a network besides: its name, and each line's outcome
    /// by its rank in the list.
    pub joined: Option<Joined<'a>>,
    /// The networks to which this person may invite those who are no members.
    pub networks: Vec<&'a Network>,
    /// The report as a file.
    pub keep: Keep,
}

impl Pasted<'_> {
    fn count(&self, outcome: GuestOutcome) -> i64 {
        let count = self.entries.iter().filter(|entry| entry.outcome == outcome).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    /// What the report says above its lines.
    fn told(&self) -> String {
        let key = if self.is_sent { "page-guests-sent" } else { "page-guests-would" };
        text(key, &[("count", self.count(GuestOutcome::Invited).into())])
    }

    /// What the report says of those who were invited to a network, and to the event once in it.
    fn told_besides(&self) -> Option<String> {
        let (network, joined) = self.joined.as_ref()?;
        let invited = joined.values().filter(|outcome| **outcome == Outcome::Invited).count();
        let invited = i64::try_from(invited).unwrap_or(i64::MAX);
        let is_alone = invited > 0 && self.count(GuestOutcome::Invited) == 0;
        let key = if is_alone { "page-guests-besides-alone" } else { "page-guests-besides" };
        Some(text(key, &[("count", invited.into()), ("network", (*network).into())]))
    }

    /// How many lines were pasted, and how many people they name.
    fn lines_words(&self) -> String {
        lines_words(self.entries.iter().map(|entry| entry.line))
    }

    /// How many lines came to each result, in the order of the list.
    fn totals(&self) -> Vec<(Badge<'static>, usize)> {
        let told = |entry| outcome(entry, self.is_sent, self.joined.as_ref());
        totals(self.entries.iter().map(told))
    }

    /// The lines whose person cannot be invited as they stand.
    fn faults(&self) -> Vec<&GuestEntry> {
        self.lines(true)
    }

    /// The other lines.
    fn others(&self) -> Vec<&GuestEntry> {
        self.lines(false)
    }

    fn lines(&self, is_faulty: bool) -> Vec<&GuestEntry> {
        // Who is no member yet is asked about above the lines, where one may invite them besides.
        let is_asked_about = !self.is_sent && self.may_join();
        let is_wanted = |entry: &&GuestEntry| {
            let (_, tone) = outcome(entry, self.is_sent, self.joined.as_ref());
            let is_awaited = is_asked_about && entry.outcome == GuestOutcome::NotMember;
            (matches!(tone, Tone::Bad | Tone::Warn) && !is_awaited) == is_faulty
        };
        self.entries.iter().filter(is_wanted).collect()
    }

    /// Whether the lines fit on a screen or two.
    fn is_short(&self) -> bool {
        self.entries.len() <= 10
    }

    /// How many are no members.
    fn strangers(&self) -> i64 {
        self.count(GuestOutcome::NotMember)
    }

    fn strangers_words(&self) -> String {
        text("page-guest-strangers", &[("count", self.strangers().into())])
    }

    fn strangers_hint(&self) -> String {
        text("page-guest-strangers-hint", &[("count", self.strangers().into())])
    }

    /// What to do where the list does not tell the names of those apart who are no members.
    fn undecided_words(&self) -> Option<String> {
        let entries = if self.is_sent { &[][..] } else { self.entries };
        let strangers = entries.iter().filter(|entry| entry.outcome == GuestOutcome::NotMember);
        undecided_words(strangers.filter_map(|entry| entry.name.as_ref()))
    }

    /// Whether there is anybody to write to.
    fn may_send(&self) -> bool {
        !self.is_sent && (self.asked() > 0 || self.may_join())
    }

    /// How many are asked to come, with a letter or without.
    fn asked(&self) -> i64 {
        self.count(GuestOutcome::Invited) + self.count(GuestOutcome::Unreachable)
    }

    /// Whether those who are no members can be invited to a network.
    fn may_join(&self) -> bool {
        self.strangers() > 0 && !self.networks.is_empty()
    }

    fn send_words(&self) -> String {
        if self.may_join() {
            return text("page-guest-send-besides", &[]);
        }
        text("page-invitations-send", &[("count", self.asked().into())])
    }

    fn choices(&self) -> Vec<Choice<'_>> {
        let none = Choice::new("none", "Non, seulement les membres");
        let network = |network: &&Network| {
            let id = NetworkId::of(network.id).to_string();
            Choice::new(id, format!("Oui, dans {}", network.name))
        };
        self.networks.iter().map(network).chain([none]).collect()
    }

    /// A line of the report, in a word.
    fn outcome(&self, entry: &GuestEntry) -> Badge<'static> {
        let (words, tone) = outcome(entry, self.is_sent, self.joined.as_ref());
        Badge::new(words, tone)
    }
}

/// What became of those who were invited to a network besides.
pub type Joined<'a> = (&'a str, HashMap<usize, Outcome>);

fn outcome(entry: &GuestEntry, is_sent: bool, joined: Option<&Joined<'_>>) -> (String, Tone) {
    let (key, tone) = match entry.outcome {
        GuestOutcome::Invited if is_sent => ("page-entry-invited", Tone::Good),
        GuestOutcome::Invited => ("page-entry-to-invite", Tone::Good),
        GuestOutcome::Unreachable => ("page-guest-unreachable", Tone::Warn),
        GuestOutcome::Duplicate => ("page-entry-duplicate", Tone::Quiet),
        GuestOutcome::AlreadyInvited => ("page-guest-already-invited", Tone::Quiet),
        GuestOutcome::AlreadyRegistered => ("page-guest-already-registered", Tone::Quiet),
        GuestOutcome::CannotSee => ("page-guest-cannot-see", Tone::Warn),
        GuestOutcome::CannotRegister => ("page-guest-cannot-register", Tone::Warn),
        GuestOutcome::NotMember => {
            return match joined {
                Some((name, outcomes)) => stranger(name, outcomes.get(&entry.position)),
                None => (text("page-guest-not-member", &[]), Tone::Warn),
            };
        }
        GuestOutcome::Malformed => (malformed(entry.flaw), Tone::Bad),
    };
    (text(key, &[]), tone)
}

/// What became of somebody who is invited to a network.
fn stranger(network: &str, outcome: Option<&Outcome>) -> (String, Tone) {
    let (key, tone) = match outcome {
        Some(Outcome::Invited) => ("page-guest-invited-in", Tone::Good),
        Some(Outcome::AlreadyInvited) => ("page-guest-already-invited-in", Tone::Quiet),
        Some(Outcome::AlreadyMember) => ("page-guest-already-in", Tone::Quiet),
        Some(Outcome::Unreachable) => ("page-entry-unreachable", Tone::Warn),
        Some(Outcome::JustSent) => ("page-entry-just-sent", Tone::Warn),
        _ => ("page-guest-not-member", Tone::Warn),
    };
    (text(key, &[("network", network.into())]), tone)
}

/// The report as a list that one keeps.
pub fn list_of_guests(entries: &[GuestEntry], is_sent: bool, joined: Option<&Joined<'_>>) -> List {
    let row = |entry: &GuestEntry| {
        let [first_name, last_name] = name_cells(entry.name.as_ref());
        vec![
            entry.line.to_string(),
            entry.raw.clone(),
            first_name,
            last_name,
            entry.email.clone().unwrap_or_default(),
            outcome(entry, is_sent, joined).0,
        ]
    };
    List {
        name: text("page-invitations-report", &[]),
        headings: ["Ligne", "Ce qui a été collé", "Prénom", "Nom", "Adresse", "Résultat"]
            .map(str::to_owned)
            .to_vec(),
        rows: entries.iter().map(row).collect(),
    }
}

impl InvitePage<'_> {
    #[expect(clippy::unused_self, reason = "the head of every page asks for it")]
    fn title(&self) -> &'static str {
        "Inviter"
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn is_open(&self) -> bool {
        self.head.event.state == domain::event::State::Published
    }

    fn guest_choices() -> [Choice<'static>; 5] {
        [
            Choice::new("everyone", "Tous les membres des réseaux hôtes")
                .hint("Et ceux des réseaux qui en font partie."),
            Choice::new("role", "Ceux qui ont un rôle dans le réseau"),
            Choice::new("local_role", "Ceux qui ont un rôle local"),
            Choice::new("members", "Des personnes choisies"),
            Choice::new("addresses", "Une liste d’adresses collée")
                .hint("Chaque ligne a sa réponse avant l’envoi."),
        ]
    }

    fn roles() -> Vec<Choice<'static>> {
        ROLES.into_iter().map(|role| Choice::new(in_words(&role), words::role(role))).collect()
    }

    fn local_roles() -> Vec<Choice<'static>> {
        let choice = |role| Choice::new(in_words(&role), words::local_role(role));
        LOCAL_ROLES.into_iter().map(choice).collect()
    }

    fn people_choices(&self) -> Vec<Choice<'static>> {
        let choice =
            |seen: &Seen| Choice::new(MemberId::of(seen.id).to_string(), words::called(seen));
        self.people.iter().map(choice).collect()
    }

    fn is_sent(&self) -> bool {
        self.pasted.as_ref().is_some_and(|pasted| pasted.is_sent)
    }

    /// How many letters leave.
    fn letters(guests: &[Guest]) -> String {
        let count = guests.iter().filter(|guest| guest.gets_letter).count();
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        text("page-letters", &[("count", count.into())])
    }

    /// How many are asked without a letter, and why, where there are some.
    fn without_letter(guests: &[Guest]) -> Option<String> {
        let count = guests.iter().filter(|guest| !guest.gets_letter).count();
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        (count > 0).then(|| text("page-letters-without", &[("count", count.into())]))
    }
}
