//! One's networks, today and before.

use askama::Template;
use chrono::NaiveDate;
use domain::{
    id::MembershipId,
    membership::{Ending, Membership},
    network::Network,
};
use locales::{date, text};
use uuid::Uuid;

use super::{OwnTabs, Tab};
use crate::{
    component::Form,
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(NetworksPage);

/// A period in a network.
pub struct Belonged<'a> {
    /// The period.
    pub membership: &'a Membership,
    /// The network.
    pub network: &'a Network,
    /// Whether it holds today, or will.
    pub is_open: bool,
    /// Whether its first day lies ahead.
    pub is_ahead: bool,
    /// On which day it was taken up again, when it had ended with a record that was closed.
    pub resumed_on: Option<NaiveDate>,
}

impl Belonged<'_> {
    fn role(&self) -> String {
        words::role(self.membership.role)
    }

    fn local_role(&self) -> Option<String> {
        self.membership.local_role.map(words::local_role)
    }

    fn both(&self) -> String {
        words::both_roles(self.membership.role, self.membership.local_role)
    }

    fn since(&self) -> String {
        date::plain(self.membership.started_on)
    }

    fn until(&self) -> Option<String> {
        self.membership.ended_on.map(date::plain)
    }

    /// When a leave without a day comes about.
    fn leave_hint(&self) -> String {
        if self.is_ahead {
            return text("page-ends-never-begins", &[("day", (&self.since()).into())]);
        }
        text("page-ends-today", &[])
    }

    fn ending(&self) -> Option<String> {
        let resumed_on = self.resumed_on.map(date::plain);
        Some(match (self.membership.ending?, &resumed_on) {
            (Ending::Left, _) => text("page-own-ending-left", &[]),
            (Ending::Removed, _) => text("page-own-ending-removed", &[]),
            (Ending::Archived, Some(day)) => {
                text("page-own-ending-resumed", &[("day", day.into())])
            }
            (Ending::Archived, None) => text("page-own-ending-archived", &[]),
            _ => text("page-own-ending-changed", &[]),
        })
    }

    fn id(&self) -> String {
        MembershipId::of(self.membership.id).to_string()
    }
}

/// One's networks, today and before.
#[derive(Template)]
#[template(path = "me/networks.html")]
pub struct NetworksPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Every period, the newest first.
    pub periods: Vec<Belonged<'a>>,
    /// Networks that one asks to enter.
    pub asked: Vec<&'a Network>,
    /// Whose form was refused.
    pub refused: Option<Uuid>,
    /// What was typed in it.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl NetworksPage<'_> {
    fn open(&self) -> impl Iterator<Item = &Belonged<'_>> {
        self.periods.iter().filter(|period| period.is_open)
    }

    fn over(&self) -> Vec<&Belonged<'_>> {
        self.periods.iter().filter(|period| !period.is_open).collect()
    }

    fn is_refused(&self, period: &Belonged<'_>) -> bool {
        self.refused == Some(period.membership.id)
    }

    fn form<'a>(&'a self, period: &Belonged<'_>, prefix: &'a str) -> Form<'a> {
        const NOTHING: &Typed = &Typed(Vec::new());
        if self.is_refused(period) {
            Form::new(self.typed, self.problems).called(prefix)
        } else {
            Form::new(NOTHING, &[]).called(prefix)
        }
    }
}
