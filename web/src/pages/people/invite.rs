//! Inviting people to a network: a pasted list, what becomes of each line, and who has not answered.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    database::in_words,
    exchange::List,
    id::InvitationId,
    invitation::{Flaw, Invitation, Outcome, Pause, Report, State, addresses::Name},
    network::Network,
};
use locales::text;
use uuid::Uuid;

use super::choice;
use crate::{
    component::{Badge, Choice, Form, Keep, Pager, Summary, Tone},
    pages::{Frame, Problem, Typed, network::NetworkTabs, written::pages},
    words,
};

pages!(InvitationsPage);

const STATES: [State; 5] =
    [State::Sent, State::Expired, State::Accepted, State::Declined, State::Revoked];

/// The state of this word; those that wait when it says nothing, all of them for `all`.
pub fn state(word: &str) -> Option<State> {
    if word == "all" {
        return None;
    }
    Some(STATES.into_iter().find(|state| in_words(state) == word).unwrap_or(State::Sent))
}

/// Inviting people to a network.
#[derive(Template)]
#[template(path = "people/invite.html")]
pub struct InvitationsPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The network.
    pub network: &'a Network,
    /// Its pages that this person may open.
    pub tabs: NetworkTabs,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// What became of each line, or would become of it.
    pub report: Option<&'a [Report]>,
    /// Whether the letters left.
    pub is_sent: bool,
    /// The report as a file.
    pub keep: Option<Keep>,
    /// The invitations of the list.
    pub invitations: &'a [Invitation],
    /// The invitation that was just taken back.
    pub undo: Option<&'a Invitation>,
    /// Why those may not be sent again now that may not.
    pub pauses: &'a HashMap<Uuid, Pause>,
    /// Which ones the list shows.
    pub shown: &'a Typed,
    /// The same as the end of an address, with the list's page.
    pub list: String,
    /// The way to the pages beside.
    pub pager: Pager,
    /// How many there are.
    pub total: i64,
    /// Whether this person may invite leads and organisers.
    pub may_name_leads: bool,
    /// The present.
    pub now: DateTime<Utc>,
}

impl InvitationsPage<'_> {
    fn at(&self, page: &str) -> String {
        format!("/networks/{}{page}", self.network.slug)
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn filter(&self) -> Form<'_> {
        Form::new(self.shown, &[]).called("filtre")
    }

    fn summary(&self) -> Summary<'_> {
        self.form().summary()
    }

    fn roles() -> Vec<Choice<'static>> {
        choice::roles("Membre")
            .into_iter()
            .enumerate()
            .filter(|(at, _)| *at != 1)
            .map(|(_, choice)| choice)
            .collect()
    }

    fn local_roles() -> Vec<Choice<'static>> {
        choice::local_roles("Aucun pour l’instant")
    }

    fn states() -> Vec<Choice<'static>> {
        let one = |state: State| Choice::new(in_words(&state), state_words(state));
        STATES.into_iter().map(one).chain([Choice::new("all", "Toutes")]).collect()
    }

    fn count(&self, outcome: Outcome) -> i64 {
        let report = self.report.unwrap_or_default();
        let count = report.iter().filter(|entry| entry.outcome == outcome).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    fn letters(&self) -> i64 {
        self.count(Outcome::Invited)
    }

    /// What the report says above its lines.
    fn told(&self) -> String {
        let key = if self.is_sent { "page-invitations-sent" } else { "page-invitations-would" };
        text(key, &[("count", self.letters().into())])
    }

    /// How many lines came to each result, in the order of the list.
    fn totals(&self) -> Vec<(Badge<'static>, usize)> {
        totals(self.report.unwrap_or_default().iter().map(|entry| outcome(entry, self.is_sent)))
    }

    /// How many lines were pasted, and how many people they name.
    fn lines_words(&self) -> String {
        lines_words(self.report.unwrap_or_default().iter().map(|entry| entry.line))
    }

    /// Why an invitation may not be sent again now.
    fn pause_words(&self, invitation: &Invitation) -> Option<String> {
        match *self.pauses.get(&invitation.id)? {
            Pause::Until(at) => {
                // The minute that is shown has to be over.
                let at = words::federation_time(at + TimeDelta::milliseconds(59_999));
                Some(text("page-invitation-pause", &[("at", (&at).into())]))
            }
            Pause::AnotherWaits => Some(text("page-invitation-another-waits", &[])),
            Pause::AlreadyMember => Some(text("refusal-already-member", &[])),
            Pause::AlreadyManager => Some(text("page-invitation-already-manager", &[])),
            Pause::Unreachable => Some(text("refusal-unreachable", &[])),
        }
    }

    /// The lines whose person cannot be invited as they stand.
    fn faults(&self) -> Vec<&Report> {
        self.lines(true)
    }

    /// The other lines.
    fn others(&self) -> Vec<&Report> {
        self.lines(false)
    }

    fn lines(&self, is_faulty: bool) -> Vec<&Report> {
        let lines = self.report.unwrap_or_default().iter();
        lines
            .filter(|entry| {
                matches!(outcome(entry, self.is_sent).1, Tone::Bad | Tone::Warn) == is_faulty
            })
            .collect()
    }

    fn undecided_words(&self) -> Option<String> {
        let report = self.report.filter(|_| !self.is_sent).unwrap_or_default();
        let invited = report.iter().filter(|entry| entry.outcome == Outcome::Invited);
        undecided_words(invited.filter_map(|entry| entry.name.as_ref()))
    }

    fn send_words(&self) -> String {
        text("page-invitations-send", &[("count", self.letters().into())])
    }

    fn shown_words(&self) -> String {
        text("page-invitations-count", &[("count", self.total.into())])
    }

    fn is_filtered(&self) -> bool {
        !matches!(self.shown.get("state"), "" | "sent") || self.shown.filled("search").is_some()
    }
}

/// A line of the report, in a word.
fn outcome(entry: &Report, is_sent: bool) -> (String, Tone) {
    let (key, tone) = match entry.outcome {
        Outcome::Invited if is_sent => ("page-entry-invited", Tone::Good),
        Outcome::Invited => ("page-entry-to-invite", Tone::Good),
        Outcome::Duplicate => ("page-entry-duplicate", Tone::Quiet),
        Outcome::AlreadyMember => ("page-entry-already-member", Tone::Quiet),
        Outcome::AlreadyInvited => ("page-entry-already-invited", Tone::Quiet),
        Outcome::Unreachable => ("page-entry-unreachable", Tone::Warn),
        Outcome::JustSent => ("page-entry-just-sent", Tone::Warn),
        Outcome::Malformed => (malformed(entry.flaw), Tone::Bad),
        Outcome::HeldBack => ("page-entry-held-back", Tone::Warn),
    };
    (text(key, &[]), tone)
}

fn outcome_badge(entry: &Report, is_sent: bool) -> Badge<'static> {
    let (words, tone) = outcome(entry, is_sent);
    Badge::new(words, tone)
}

/// How many lines came to each result, in the order in which the results come.
pub(crate) fn totals(told: impl Iterator<Item = (String, Tone)>) -> Vec<(Badge<'static>, usize)> {
    let mut totals: Vec<(String, Tone, usize)> = Vec::new();
    for (words, tone) in told {
        match totals.iter_mut().find(|(known, ..)| *known == words) {
            Some((.., count)) => *count += 1,
            None => totals.push((words, tone, 1)),
        }
    }
    totals.into_iter().map(|(words, tone, count)| (Badge::new(words, tone), count)).collect()
}

/// How many lines were pasted, and how many people they name where one line names several: each has a result.
pub(crate) fn lines_words(lines: impl ExactSizeIterator<Item = usize>) -> String {
    let people = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let lines = i64::try_from(lines.collect::<BTreeSet<_>>().len()).unwrap_or(i64::MAX);
    if lines == people {
        return text("page-guests-lines", &[("count", lines.into())]);
    }
    text("page-guests-lines-and-people", &[("count", lines.into()), ("people", people.into())])
}

/// Why an entry has no address to write to.
pub(crate) const fn malformed(flaw: Option<Flaw>) -> &'static str {
    match flaw {
        None | Some(Flaw::NoAddress) => "page-entry-malformed",
        Some(Flaw::Space) => "page-entry-malformed-space",
        Some(Flaw::TooLong) => "page-entry-malformed-too-long",
        Some(Flaw::LocalPart) => "page-entry-malformed-local-part",
        Some(Flaw::Domain) => "page-entry-malformed-domain",
    }
}

/// First and last name in the cells of a file; what is not told apart stands in the second.
pub(crate) fn name_cells(name: Option<&Name>) -> [String; 2] {
    match name.map(|name| (name, name.parts())) {
        Some((_, Some((first, last)))) => [first.to_owned(), last.to_owned()],
        Some((whole, None)) => [String::new(), whole.whole()],
        None => [String::new(), String::new()],
    }
}

/// What to do where the list does not tell first and last name apart, if it does not for some.
pub(crate) fn undecided_words<'a>(names: impl Iterator<Item = &'a Name>) -> Option<String> {
    let mut undecided = names.filter(|name| name.parts().is_none());
    undecided.next().map(|_| text("page-entry-names-undecided", &[]))
}

/// The report as a list that one keeps.
pub fn list_of_entries(report: &[Report], is_sent: bool) -> List {
    let row = |entry: &Report| {
        let [first_name, last_name] = name_cells(entry.name.as_ref());
        vec![
            entry.line.to_string(),
            entry.raw.clone(),
            first_name,
            last_name,
            entry.email.clone().unwrap_or_default(),
            outcome(entry, is_sent).0,
        ]
    };
    List {
        name: text("page-invitations-report", &[]),
        headings: ["Ligne", "Ce qui a été collé", "Prénom", "Nom", "Adresse", "Résultat"]
            .map(str::to_owned)
            .to_vec(),
        rows: report.iter().map(row).collect(),
    }
}

fn state_words(state: State) -> String {
    let key = match state {
        State::Sent => "page-invitation-sent",
        State::Accepted => "page-invitation-accepted",
        State::Declined => "page-invitation-declined",
        State::Expired => "page-invitation-expired",
        State::Revoked => "page-invitation-revoked",
    };
    text(key, &[])
}

fn badge(state: State) -> Badge<'static> {
    let tone = match state {
        State::Sent => Tone::Warn,
        State::Accepted => Tone::Good,
        State::Declined => Tone::Bad,
        State::Expired | State::Revoked => Tone::Quiet,
    };
    Badge::new(state_words(state), tone)
}

/// The address, or that it is not shown.
fn address(invitation: &Invitation) -> String {
    if invitation.email.is_empty() {
        return text("page-address-not-shown", &[]);
    }
    invitation.email.clone()
}

/// Whom it asks: the address, or the name where the address is not shown.
fn addressee(invitation: &Invitation) -> String {
    let name = invitation.name.clone().filter(|_| invitation.email.is_empty());
    name.unwrap_or_else(|| address(invitation))
}

fn id(invitation: &Invitation) -> String {
    InvitationId::of(invitation.id).to_string()
}

fn sent(invitation: &Invitation) -> String {
    let at = words::federation_day(invitation.last_sent_at);
    let times = i64::from(invitation.times_sent).into();
    text("page-invitation-times", &[("day", (&at).into()), ("count", times)])
}

fn may_resend(state: State) -> bool {
    matches!(state, State::Sent | State::Expired | State::Revoked)
}

fn may_revoke(state: State) -> bool {
    matches!(state, State::Sent | State::Expired)
}
