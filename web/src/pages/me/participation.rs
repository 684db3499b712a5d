//! What one came to, year by year, to keep and to print.

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use domain::{
    attendance::{Attended, Participation, State as Attendance},
    clock::FEDERATION_ZONE,
    event::Mode,
    id::EventId,
    registration::State,
};
use locales::{date, text};
use uuid::Uuid;

use super::{OwnTabs, Tab};
use crate::{
    component::{Badge, Choice, Form, Pager, Tone},
    pages::{Frame, Typed, written::pages},
    words,
};

pages!(ParticipationPage);

/// What one came to in a year.
#[derive(Template)]
#[template(path = "me/participation.html")]
pub struct ParticipationPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The person's whole name.
    pub name: &'a str,
    /// Which year.
    pub year: i32,
    /// The years in which there is something.
    pub years: &'a [i32],
    /// What is looked for in it, and in which order.
    pub asked: &'a Typed,
    /// What one registered for or came to, all of it: this is what is printed.
    pub whole: &'a [Participation],
    /// Those of them that are looked for, as many as stand on a page.
    pub shown: &'a [Participation],
    /// The sessions that one came to.
    pub attended: &'a HashMap<Uuid, Vec<Attended>>,
    /// The present.
    pub now: DateTime<Utc>,
    /// How many are found, and the way to the others.
    pub pager: Pager,
}

impl ParticipationPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, &[])
    }

    fn is_searched(&self) -> bool {
        self.asked.filled("search").is_some()
    }

    /// Whether the screen shows less than the paper.
    const fn is_cut(&self) -> bool {
        self.shown.len() < self.whole.len()
    }

    /// The same search in another year.
    fn in_year(&self, year: &i32) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("year", &year.to_string());
        let kept = ["search", "sort"].map(|name| (name, self.asked.get(name)));
        query.extend_pairs(kept.iter().filter(|(_, value)| !value.is_empty()));
        format!("/me/participation?{}", query.finish())
    }

    fn sortings() -> [Choice<'static>; 2] {
        [
            Choice::new("", "Les plus récentes d’abord"),
            Choice::new("earliest", "Les plus anciennes d’abord"),
        ]
    }

    fn present(&self) -> impl Iterator<Item = &Participation> {
        self.whole.iter().filter(|one| one.attendance == Some(Attendance::Present))
    }

    fn sessions_of(&self, one: &Participation) -> &[Attended] {
        self.attended.get(&one.event_id).map(Vec::as_slice).unwrap_or_default()
    }

    fn presences(&self) -> usize {
        self.present().count()
    }

    fn sessions(&self) -> usize {
        self.whole.iter().map(|one| self.sessions_of(one).len()).sum()
    }

    fn excused(&self) -> usize {
        let is_excused = |one: &&Participation| one.attendance == Some(Attendance::Excused);
        self.whole.iter().filter(is_excused).count()
    }

    fn hours(&self) -> usize {
        let spent: TimeDelta = self.present().map(spent).sum();
        usize::try_from((spent.num_minutes() + 30) / 60).unwrap_or_default()
    }

    /// What a figure counts.
    fn figure(key: &str, count: usize) -> String {
        text(key, &[("count", i64::try_from(count).unwrap_or(i64::MAX).into())])
    }

    fn count(&self) -> String {
        let count = i64::try_from(self.whole.len()).unwrap_or_default();
        let count = text("page-participations", &[("count", count.into())]);
        text(
            "page-participations-of-year",
            &[("what", (&count).into()), ("year", self.year.to_string().as_str().into())],
        )
    }

    /// What stands on the screen.
    fn caption(&self) -> String {
        if self.is_searched() { text("page-participations-found", &[]) } else { self.count() }
    }

    fn is_this_year(&self) -> bool {
        self.now.with_timezone(&FEDERATION_ZONE).year() == self.year
    }

    fn today(&self) -> String {
        words::federation_day(self.now)
    }

    fn badge(one: &Participation) -> Badge<'static> {
        match (one.attendance, one.state) {
            (Some(attendance), _) => Badge::attendance(attendance),
            (None, None | Some(State::Confirmed)) => Badge::new("Présence non notée", Tone::Quiet),
            (None, Some(state)) => Badge::registration(state),
        }
    }
}

/// How long one was there: each day of it from the hour at which it began to the hour at which it
/// ended, without the nights between.
fn spent(one: &Participation) -> TimeDelta {
    let zone: chrono_tz::Tz = one.time_zone.parse().unwrap_or(FEDERATION_ZONE);
    let (begins, ends) = (one.starts_at.with_timezone(&zone), one.ends_at.with_timezone(&zone));
    let whole = one.ends_at - one.starts_at;
    let nights = (ends.date_naive() - begins.date_naive()).num_days();
    let day = ends.time() - begins.time();
    // What goes on past midnight is one evening, however late.
    if nights < 1 || (nights == 1 && day <= TimeDelta::zero()) {
        return whole;
    }
    let (day, days) = if day > TimeDelta::zero() {
        (day, nights + 1)
    } else {
        (day + TimeDelta::days(1), nights)
    };
    i32::try_from(days).map_or(whole, |days| (day * days).min(whole))
}

fn path(one: &Participation) -> String {
    format!("/events/{}", EventId::of(one.event_id))
}

fn when(one: &Participation) -> String {
    let zone = one.time_zone.parse().unwrap_or(FEDERATION_ZONE);
    date::span(one.starts_at, one.ends_at, zone)
}

fn place(one: &Participation) -> String {
    match (one.mode, &one.venue) {
        (Mode::Online, _) => text("letter-place-online", &[]),
        (_, Some(venue)) => venue.clone(),
        (_, None) => text("page-place-untold", &[]),
    }
}
