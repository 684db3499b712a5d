//! When a network's reminders leave, and what that means for its next meeting.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{
    event::Event,
    id::EventId,
    network::Network,
    reminder::{NetworkRule, Planned, PlannedOffer, Rule, Sort},
};
use locales::date;

use super::Head;
use crate::{
    component::{Choice, Form, Summary},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(RemindersPage);

/// What would be sent for a meeting.
#[derive(Debug)]
pub struct Example {
    /// The meeting; none when it is imagined, because none is announced.
    pub event: Option<Event>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When its registration closes.
    pub closes_at: Option<DateTime<Utc>>,
    /// Its zone.
    pub zone: Tz,
    /// What would leave, in order.
    pub planned: Vec<Planned>,
    /// What an offer made now would be, if one is reminded of it.
    pub offer: Option<PlannedOffer>,
    /// When one looks at it.
    pub now: DateTime<Utc>,
}

/// A reminder of the example.
struct Row {
    at: DateTime<Utc>,
    what: String,
    is_deferred: bool,
    to: &'static str,
}

/// What the form shows of a rule before anybody types.
pub fn typed_of(rule: &NetworkRule) -> Typed {
    let days = |days: &[i32]| days.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let Rule { before_event_days, before_deadline_days, offer_half } = &rule.rule;
    let fields = [
        ("rule", if rule.revision > 0 { "own" } else { "inherited" }.to_owned()),
        ("beforeEventDays", days(before_event_days)),
        ("beforeDeadlineDays", days(before_deadline_days)),
        ("offerHalf", if *offer_half { "yes".to_owned() } else { String::new() }),
        ("expectedRevision", rule.revision.to_string()),
    ];
    Typed(fields.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

/// When a network's reminders leave.
#[derive(Template)]
#[template(path = "network/workbench/reminder.html")]
pub struct RemindersPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What stands above.
    pub head: Head<'a>,
    /// The rule that holds.
    pub rule: &'a NetworkRule,
    /// The network whose rule it is, when it is not everyone's default.
    pub set_by: Option<&'a Network>,
    /// What would be sent.
    pub example: Example,
    /// Whether the example follows what was typed rather than what holds.
    pub is_trial: bool,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl RemindersPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn summary(&self) -> Summary<'_> {
        self.form().summary()
    }

    fn is_own(&self) -> bool {
        self.rule.revision > 0
    }

    fn choices() -> [Choice<'static>; 2] {
        [
            Choice::new("inherited", "Ceux du réseau au-dessus")
                .hint("S’il change, ceux-ci changent avec lui."),
            Choice::new("own", "Propres à ce réseau")
                .hint("Remplissez les lignes ci-dessous. Les réseaux en dessous qui n’en ont pas les suivent."),
        ]
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        date::moment(at, self.example.zone)
    }

    fn path(event: &Event) -> String {
        format!("/events/{}", EventId::of(event.id))
    }

    fn what(planned: &Planned) -> String {
        let key = match planned.sort {
            Sort::Event => "page-reminder-event",
            Sort::Deadline => "page-reminder-deadline",
        };
        locales::text(key, &[("days", i64::from(planned.days).into())])
    }

    /// What would leave, in order, with the reminder of an offer that was made now.
    fn rows(&self) -> Vec<Row> {
        let planned = self.example.planned.iter().map(|planned| Row {
            at: planned.at,
            what: Self::what(planned),
            is_deferred: planned.is_deferred,
            to: Self::to(planned),
        });
        let offer = self.example.offer.map(|offer| Row {
            at: offer.at,
            what: format!(
                "Pour une place proposée maintenant, jusqu’au {}",
                self.moment(offer.until)
            ),
            is_deferred: false,
            to: "À la personne qui n’a pas encore dit oui ou non",
        });
        let mut rows: Vec<_> = planned.chain(offer).collect();
        rows.sort_by_key(|row| row.at);
        rows
    }

    /// Whether its moment has passed: nobody is reminded of it any more.
    fn is_past(&self, row: &Row) -> bool {
        row.at <= self.example.now
    }

    const fn to(planned: &Planned) -> &'static str {
        match planned.sort {
            Sort::Event => "Aux personnes qui ont une place",
            Sort::Deadline => "Aux personnes invitées qui n’ont pas répondu",
        }
    }

    /// What the rule says, in a sentence for each part.
    fn told(&self) -> Vec<String> {
        let days = |days: &[i32]| {
            let days: Vec<_> = days
                .iter()
                .map(|days| locales::text("page-rule-days", &[("days", i64::from(*days).into())]))
                .collect();
            let days: Vec<_> = days.iter().map(String::as_str).collect();
            words::names(&days)
        };
        let Rule { before_event_days, before_deadline_days, offer_half } = &self.rule.rule;
        let mut told = Vec::new();
        if !before_event_days.is_empty() {
            let days = days(before_event_days);
            told.push(locales::text("page-rule-event", &[("days", (&days).into())]));
        }
        if !before_deadline_days.is_empty() {
            let days = days(before_deadline_days);
            told.push(locales::text("page-rule-deadline", &[("days", (&days).into())]));
        }
        if *offer_half {
            told.push(locales::text("page-rule-offer", &[]));
        }
        if told.is_empty() {
            told.push(locales::text("page-rule-none", &[]));
        }
        told
    }
}
