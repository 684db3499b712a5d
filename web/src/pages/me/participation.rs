//! What one came to, year by year, to keep and to print.

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
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
    component::{Badge, Pager, Tone},
    pages::{Frame, frame::pages},
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
    /// What one registered for or came to, the latest first.
    pub participations: Vec<&'a Participation>,
    /// The sessions that one came to.
    pub attended: &'a HashMap<Uuid, Vec<Attended>>,
    /// The present.
    pub now: DateTime<Utc>,
    /// The way to more of them.
    pub pager: Pager,
}

impl ParticipationPage<'_> {
    fn present(&self) -> impl Iterator<Item = &&Participation> {
        self.participations.iter().filter(|one| one.attendance == Some(Attendance::Present))
    }

    fn sessions_of(&self, one: &Participation) -> &[Attended] {
        self.attended.get(&one.event_id).map(Vec::as_slice).unwrap_or_default()
    }

    fn presences(&self) -> usize {
        self.present().count()
    }

    fn sessions(&self) -> usize {
        self.participations.iter().map(|one| self.sessions_of(one).len()).sum()
    }

    fn excused(&self) -> usize {
        let is_excused = |one: &&&Participation| one.attendance == Some(Attendance::Excused);
        self.participations.iter().filter(is_excused).count()
    }

    fn hours(&self) -> usize {
        let spent: TimeDelta = self.present().map(|one| spent(one)).sum();
        usize::try_from((spent.num_minutes() + 30) / 60).unwrap_or_default()
    }

    /// What a figure counts.
    fn figure(key: &str, count: usize) -> String {
        text(key, &[("count", i64::try_from(count).unwrap_or(i64::MAX).into())])
    }

    fn count(&self) -> String {
        let count = i64::try_from(self.participations.len()).unwrap_or_default();
        text("page-participations", &[("count", count.into())])
    }

    fn today(&self) -> String {
        words::federation_day(self.now)
    }

    fn badge(&self, one: &Participation) -> Badge<'static> {
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
