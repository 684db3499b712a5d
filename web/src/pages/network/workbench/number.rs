//! A network's counts over a period: figures, small charts, and the tables that say the same.

use askama::Template;
use chrono::NaiveDate;
use domain::{
    count::{Counts, Period, Scope},
    membership::LocalRole,
};
use locales::date;

use super::Head;
use crate::{
    component::{Bar, Chart, Choice, Form, Summary},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(NumbersPage);

/// Which period is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    /// The year that runs.
    #[default]
    ThisYear,
    /// The one before.
    LastYear,
    /// From a day to a day.
    Chosen,
}

impl Span {
    const ALL: [Self; 3] = [Self::ThisYear, Self::LastYear, Self::Chosen];

    /// Its word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ThisYear => "this-year",
            Self::LastYear => "last-year",
            Self::Chosen => "chosen",
        }
    }

    /// What this word means; the year that runs when it says nothing.
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|span| span.word() == word).unwrap_or_default()
    }

    const fn name(self) -> &'static str {
        match self {
            Self::ThisYear => "Cette année",
            Self::LastYear => "L’année dernière",
            Self::Chosen => "Du… au…",
        }
    }
}

/// A part of the period with its counts.
#[derive(Debug)]
pub struct Part {
    /// The part.
    pub period: Period,
    /// Its counts.
    pub counts: Counts,
    /// What it is called: a month, a quarter, a year.
    pub name: String,
}

const ROLES: [LocalRole; 5] = [
    LocalRole::Pilot,
    LocalRole::Mediator,
    LocalRole::Helper,
    LocalRole::FirstAider,
    LocalRole::Scout,
];

/// A rate as people say it.
fn rate(counts: &Counts) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a rate is from 0 to 1")]
    counts.presence_rate().map_or_else(
        || "non connu".to_owned(),
        |rate| format!("{} %", (rate * 100.0).round() as i64),
    )
}

/// The days that stand in the form. It sends back those that the page gave, which tells what was typed since.
pub fn days(typed: &Typed) -> String {
    let [from, until] = ["from", "until"].map(|name| typed.get(name).trim());
    format!("{from} {until}").trim().to_owned()
}

/// Each number with what it is called and what it means: on the page as in the file.
pub fn figures(counts: &Counts) -> Vec<(String, String, String)> {
    let number = words::number;
    let told = [
        ("meetings", number(counts.meetings)),
        ("participants", number(counts.participants)),
        ("registrations", number(counts.registrations)),
        ("presence-rate", rate(counts)),
        ("new-employers", number(counts.new_employers)),
        ("members", number(counts.members)),
        ("unseen-members", number(counts.unseen_members)),
    ];
    let named = told.into_iter().map(|(name, value)| {
        let definition = locales::text(&format!("indicator-{name}-definition"), &[]);
        (locales::text(&format!("indicator-{name}"), &[]), definition, value)
    });
    let roles = ROLES.into_iter().map(|role| {
        let count = counts.by_local_role.get(&role).copied().unwrap_or_default();
        let definition = locales::text("page-numbers-role-definition", &[]);
        (words::capital(&words::local_role(role)), definition, number(count))
    });
    named.chain(roles).collect()
}

/// A network's counts.
#[derive(Template)]
#[template(path = "network/workbench/number.html")]
pub struct NumbersPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What stands above.
    pub head: Head<'a>,
    /// Over which networks.
    pub scope: Scope,
    /// How many open networks hang below.
    pub below: i64,
    /// Over which days.
    pub period: Period,
    /// The counts of the whole period.
    pub counts: &'a Counts,
    /// Those of its parts.
    pub parts: &'a [Part],
    /// The present day.
    pub today: NaiveDate,
    /// What was asked.
    pub typed: &'a Typed,
    /// Why another period is shown.
    pub problems: &'a [Problem],
}

impl NumbersPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn summary(&self) -> Summary<'_> {
        self.form().summary()
    }

    fn days(&self) -> String {
        days(self.typed)
    }

    fn spans() -> Vec<Choice<'static>> {
        Span::ALL.into_iter().map(|span| Choice::new(span.word(), span.name())).collect()
    }

    fn scopes() -> [Choice<'static>; 2] {
        [Choice::new("subtree", "Et ceux en dessous"), Choice::new("network", "Ce réseau seul")]
    }

    fn day(day: &NaiveDate) -> String {
        date::plain(*day)
    }

    fn is_subtree(&self) -> bool {
        self.scope == Scope::Subtree && self.below > 0
    }

    fn reach(&self) -> String {
        locales::text("page-numbers-reach", &[("count", self.below.into())])
    }

    fn figures(&self) -> Vec<(String, String, String)> {
        figures(self.counts)
    }

    /// The list of the people behind a number, where it is as of the present day.
    fn people_behind(&self, name: &str) -> Option<String> {
        if name != locales::text("indicator-unseen-members", &[]) || self.period.until != self.today
        {
            return None;
        }
        let scope = if self.is_subtree() { "&scope=subtree" } else { "" };
        Some(format!("{}?absent=yes{scope}", self.head.at("/members")))
    }

    fn file(&self, ending: &str) -> String {
        let scope = if self.scope == Scope::Subtree { "subtree" } else { "network" };
        let Period { from, until } = self.period;
        let page = self.head.at(&format!("/numbers.{ending}"));
        format!("{page}?span=chosen&from={from}&until={until}&scope={scope}")
    }

    fn bars(&self, of: fn(&Counts) -> i64) -> Vec<Bar> {
        let bar = |part: &Part| Bar {
            label: part.name.clone(),
            value: of(&part.counts),
            words: words::number(of(&part.counts)),
        };
        self.parts.iter().map(bar).collect()
    }

    fn meetings(&self) -> Vec<Bar> {
        self.bars(|counts| counts.meetings)
    }

    fn participants(&self) -> Vec<Bar> {
        self.bars(|counts| counts.participants)
    }

    fn roles(&self) -> Vec<Bar> {
        let bar = |role: LocalRole| {
            let value = self.counts.by_local_role.get(&role).copied().unwrap_or_default();
            Bar {
                label: words::capital(&words::local_role(role)),
                value,
                words: words::number(value),
            }
        };
        ROLES.into_iter().map(bar).collect()
    }

    fn has_roles(&self) -> bool {
        !self.counts.by_local_role.is_empty()
    }

    fn has_meetings(&self) -> bool {
        self.counts.meetings > 0
    }

    fn chart<'b>(title: &'b str, bars: &'b [Bar]) -> Chart<'b> {
        Chart::new(title, bars)
    }

    fn number(count: &i64) -> String {
        words::number(*count)
    }

    fn rate(counts: &Counts) -> String {
        rate(counts)
    }
}
