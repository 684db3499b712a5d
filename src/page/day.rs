//! Days as forms and addresses tell them: one by itself, or the first and the last of a period.

use chrono::{NaiveDate, NaiveTime};
use domain::{audit, clock::FEDERATION_ZONE, sheet};
use locales::text;
use web::pages::{Problem, Typed};

fn problem(field: &'static str, words: String) -> Problem {
    Problem { field: Some(field.into()), words }
}

/// The day that this field tells, if it tells one; or what is wrong with what it tells.
pub(super) fn day(typed: &Typed, field: &'static str) -> Result<Option<NaiveDate>, Problem> {
    let Some(told) = typed.filled(field) else { return Ok(None) };
    let unreadable = || problem(field, text("page-day-unreadable", &[("told", (&told).into())]));
    sheet::day(&told).map(Some).ok_or_else(unreadable)
}

/// The same where there must be one.
pub(super) fn required_day(typed: &Typed, field: &'static str) -> Result<NaiveDate, Problem> {
    // A summary tells several of them one below the other: each says which day it is.
    let is_last = matches!(field, "until" | "endedOn");
    let key = if is_last { "page-day-missing-last" } else { "page-day-missing-first" };
    day(typed, field)?.ok_or_else(|| problem(field, text(key, &[])))
}

/// What is wrong with a period whose last day comes before its first.
fn inverted() -> Problem {
    problem("until", text("page-period-inverted", &[]))
}

/// The days between which the address asks, as far as they can be read.
pub(super) fn period(asked: &Typed) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let read = |field| day(asked, field).ok().flatten();
    (read("from"), read("until"))
}

/// What is wrong with the days between which the address asks: one that is no day, or a last one
/// before the first. Nothing is shown for them.
pub(super) fn wrong_days(asked: &Typed) -> Vec<Problem> {
    wrong_among(asked, |field| day(asked, field).err())
}

/// The same where there must be both days.
pub(super) fn wrong_required_days(asked: &Typed) -> Vec<Problem> {
    wrong_among(asked, |field| required_day(asked, field).err())
}

fn wrong_among(asked: &Typed, wrong: impl Fn(&'static str) -> Option<Problem>) -> Vec<Problem> {
    let is_inverted = matches!(period(asked), (Some(from), Some(until)) if until < from);
    let each = ["from", "until"].into_iter().filter_map(wrong);
    each.chain(is_inverted.then(inverted)).collect()
}

/// The lines of a trail from one day to another, as the address asks for them; the last day is in it.
pub(super) fn of_days(asked: &Typed) -> audit::Filter {
    let midnight = |day: NaiveDate| {
        let begins = day.and_time(NaiveTime::MIN).and_local_timezone(FEDERATION_ZONE);
        begins.earliest().map(|at| at.to_utc())
    };
    let (from, until) = period(asked);
    audit::Filter {
        from: from.and_then(midnight),
        until: until.and_then(|day| day.succ_opt()).and_then(midnight),
        ..audit::Filter::default()
    }
}
