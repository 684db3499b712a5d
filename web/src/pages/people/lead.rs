//! What those see and do on a person's page who run a network of theirs.

use askama::Template;
use chrono::NaiveDate;
use domain::{
    database::in_words,
    id::{MemberId, MembershipId, NetworkId},
    member::Seen,
    membership::{Ending, Membership, Origin},
    network::Network,
};
use locales::{date, text};
use uuid::Uuid;

use super::{CloseView, choice};
use crate::{
    component::{Choice, Form},
    pages::{Problem, Typed},
    words,
};

/// A period of the person in a network.
#[derive(Debug)]
pub struct Period<'a> {
    /// The period.
    pub membership: &'a Membership,
    /// The network.
    pub network: &'a Network,
    /// Whether it goes on.
    pub is_open: bool,
    /// The present day.
    pub today: NaiveDate,
    /// Whether this person may change its roles, and end it.
    pub may_lead: bool,
    /// Whether this person may make it what it was.
    pub may_restore: bool,
}

impl Period<'_> {
    fn id(&self) -> String {
        MembershipId::of(self.membership.id).to_string()
    }

    fn role(&self) -> String {
        words::both_roles(self.membership.role, self.membership.local_role)
    }

    fn since(&self) -> String {
        date::plain(self.membership.started_on)
    }

    fn until(&self) -> Option<String> {
        self.membership.ended_on.map(date::plain)
    }

    /// Whether its first day lies ahead.
    fn is_ahead(&self) -> bool {
        self.membership.started_on > self.today
    }

    /// Whether it lies ahead by a transfer: ended before, the person stays where they are.
    fn is_transfer_ahead(&self) -> bool {
        self.is_ahead() && self.membership.origin == Origin::Transfer
    }

    /// Whether the list of all memberships tells of it: not what was taken back before it held a day,
    /// as long as it cannot come back.
    fn is_told(&self) -> bool {
        self.is_open || self.may_restore || !self.membership.never_held()
    }

    /// When an end without a day comes about.
    fn end_hint(&self) -> String {
        if self.is_ahead() {
            return text("page-ends-never-begins", &[("day", (&self.since()).into())]);
        }
        text("page-ends-today", &[])
    }

    /// When a transfer without a day comes about.
    fn transfer_hint(&self) -> String {
        if self.is_ahead() {
            return text("page-transfer-never-begins", &[("day", (&self.since()).into())]);
        }
        text("page-ends-today", &[])
    }

    /// Whether it ended because the person was given another role.
    fn is_changed(&self) -> bool {
        self.membership.ending == Some(Ending::Changed)
    }

    fn ending(&self) -> String {
        let key = match self.membership.ending {
            None => return String::new(),
            Some(Ending::Left) => "page-ending-left",
            Some(Ending::Removed) => "page-ending-removed",
            Some(Ending::Transferred) => "page-ending-transferred",
            Some(Ending::Changed) => "page-ending-changed",
            Some(Ending::Archived) => "page-ending-archived",
            Some(Ending::Merged) => "page-ending-merged",
            Some(Ending::Erased) => "page-ending-erased",
        };
        text(key, &[])
    }
}

/// What those see and do who run a network of the person.
#[derive(Debug, Template)]
#[template(path = "people/lead.html")]
pub struct LeadView<'a> {
    /// The person.
    pub seen: &'a Seen,
    /// Every period that one may know of, the newest first.
    pub periods: Vec<Period<'a>>,
    /// The networks to which one may move them.
    pub elsewhere: &'a [Network],
    /// Whether one may correct the address.
    pub may_readdress: bool,
    /// Closing the record or opening it again, when one may.
    pub close: Option<CloseView<'a>>,
    /// What was just done to this membership, and can be taken back.
    pub undo: Option<MembershipId>,
    /// Which membership's form was refused.
    pub refused: Option<Uuid>,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl askama::filters::HtmlSafe for LeadView<'_> {}

impl LeadView<'_> {
    /// On which day a transfer that was announced comes about.
    pub(crate) fn transfer_words(&self) -> Option<String> {
        let is_ahead = |period: &&Period<'_>| period.is_open && period.is_transfer_ahead();
        let day = self.periods.iter().find(is_ahead)?.since();
        Some(text("page-transfer-announced", &[("day", (&day).into())]))
    }

    fn at(&self, page: &str) -> String {
        format!("/members/{}{page}", MemberId::of(self.seen.id))
    }

    fn last_seen(&self) -> String {
        let at = self.seen.private.as_ref().map(|private| private.last_seen_at);
        match at {
            None => text("page-seen-hidden", &[]),
            Some(None) => text("page-seen-never", &[]),
            Some(Some(at)) => words::federation_day(at),
        }
    }

    fn is_refused(&self, period: &Period<'_>) -> bool {
        self.refused == Some(period.membership.id)
    }

    fn is_sent(&self, period: &Period<'_>, act: &str) -> bool {
        self.is_refused(period) && self.typed.is("act", act)
    }

    fn form<'a>(&'a self, period: &Period<'_>, act: &str, prefix: &'a str) -> Form<'a> {
        const NOTHING: &Typed = &Typed(Vec::new());
        if self.is_sent(period, act) {
            Form::new(self.typed, self.problems).called(prefix)
        } else {
            Form::new(NOTHING, &[]).called(prefix)
        }
    }

    fn role_of(period: &Period<'_>) -> String {
        in_words(&period.membership.role)
    }

    fn local_role_of(period: &Period<'_>) -> String {
        period.membership.local_role.map(|role| in_words(&role)).unwrap_or_default()
    }

    fn roles() -> Vec<Choice<'static>> {
        let mut roles = choice::roles("");
        roles.remove(0);
        roles
    }

    fn local_roles() -> Vec<Choice<'static>> {
        choice::local_roles("Aucun")
    }

    fn targets(&self) -> Vec<Choice<'_>> {
        let networks = self.elsewhere.iter().map(|network| {
            Choice::new(NetworkId::of(network.id).to_string(), network.name.as_str())
        });
        [Choice::new("", "Choisir un réseau")].into_iter().chain(networks).collect()
    }

    fn is_readdressed(&self) -> bool {
        self.typed.find("email").is_some()
    }

    fn address(&self) -> Form<'_> {
        const NOTHING: &Typed = &Typed(Vec::new());
        if self.is_readdressed() {
            Form::new(self.typed, self.problems).called("adresse")
        } else {
            Form::new(NOTHING, &[]).called("adresse")
        }
    }

    fn present_address(&self) -> &str {
        self.seen.email.as_deref().unwrap_or_default()
    }

    fn is_loose(&self) -> bool {
        let has_form = ["change", "transfer", "end"].contains(&self.typed.get("act"));
        let is_shown =
            has_form && self.periods.iter().any(|period| period.is_open && self.is_refused(period));
        !self.problems.is_empty() && !is_shown && !self.is_readdressed() && self.refused.is_some()
    }

    fn loose(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }
}
