//! Changing what an event says of itself.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, Set,
};
use serde_json::Value;

use super::{
    Change, Event, Mode, Places, State,
    content::{Wrong, changes, wrongs, zone},
    edit::{line, open, retime_sensitive_answers, save, seen},
    places,
    shift::Shift,
    tell::{News, tell_registered},
    untold::{self, Changed},
};
use crate::{
    attendance,
    context::Context,
    database::{Sql, Transaction, binds, in_words},
    error::{Error, Halt, Outcome},
    id::EventId,
    refusals,
    registration::{self, Attends},
};
use entities::{event::Model, session};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// What changes.
    pub content: Change,
    /// Whether the agenda, and the deadlines that stay as they were, move with the event's beginning.
    pub moves_agenda: bool,
}

refusals! {
    /// Why an event may not be changed.
    EventUpdate: pub enum UpdateRefusal {
        /// Someone else changed it in the meantime; the payload has its present state.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// It was cancelled.
        Cancelled => "EVENT_CANCELLED" on "eventId",
        /// The title is empty.
        TitleMissing => "TITLE_MISSING" on "title",
        /// The title is longer than 200 characters.
        TooLong { field: &'static str } => "TEXT_TOO_LONG" at field,
        /// It would end before it begins.
        EndsBeforeStart => "ENDS_BEFORE_START" on "endsAt",
        /// What was announced would be over already; say first that it has taken place.
        EndsInPast => "ENDS_IN_PAST" on "startsAt",
        /// The IANA database has no such time zone.
        ZoneUnknown { zone: String } => "TIME_ZONE_UNKNOWN" on "timeZone",
        /// Not an address that begins with https:// or http://.
        UrlInvalid { url: String } => "URL_INVALID" on "onlineUrl",
        /// A number of places below zero.
        CapacityNegative { field: &'static str } => "CAPACITY_NEGATIVE" at field,
        /// More people than that have a place already.
        CapacityBelowTaken { taken: i64, field: &'static str } => "CAPACITY_BELOW_TAKEN" at field,
        /// People take part, wait or ask to, in the way that would no longer be possible.
        ModeTaken { taken: i64 } => "MODE_TAKEN" on "mode",
        /// A session of the agenda would be outside the event's time; move the agenda along.
        SessionOutside { title: String } => "SESSION_OUTSIDE" on "startsAt",
        /// Registration would close before it opens.
        WindowReversed => "REGISTRATION_WINDOW_REVERSED" on "registrationClosesAt",
        /// Registration would open when the event is over, or has begun and closed it.
        OpensTooLate => "REGISTRATION_OPENS_TOO_LATE" on "registrationOpensAt",
        /// Registration would close after the event ends.
        ClosesTooLate => "REGISTRATION_CLOSES_TOO_LATE" on "registrationClosesAt",
        /// One could cancel after the event ends.
        CancelsTooLate => "CANCEL_UNTIL_TOO_LATE" on "cancelUntil",
        /// A freed place stays offered from 1 to 720 hours.
        OfferHoursOutOfRange => "OFFER_HOURS_OUT_OF_RANGE" on "offerHours",
        /// Reminders leave from 1 to 90 days before, at most five of each sort.
        RuleInvalid => "REMINDER_RULE_INVALID" on "reminderRule",
    }
}

impl From<Wrong> for UpdateRefusal {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::TitleMissing => Self::TitleMissing,
            Wrong::TooLong(field) => Self::TooLong { field },
            Wrong::EndsBeforeStart => Self::EndsBeforeStart,
            Wrong::ZoneUnknown(zone) => Self::ZoneUnknown { zone },
            Wrong::UrlInvalid(url) => Self::UrlInvalid { url },
            Wrong::CapacityNegative(field) => Self::CapacityNegative { field },
            Wrong::WindowReversed => Self::WindowReversed,
            Wrong::OpensTooLate => Self::OpensTooLate,
            Wrong::ClosesTooLate => Self::ClosesTooLate,
            Wrong::CancelsTooLate => Self::CancelsTooLate,
            Wrong::OfferHoursOutOfRange => Self::OfferHoursOutOfRange,
            Wrong::RuleInvalid => Self::RuleInvalid,
        }
    }
}

/// Changes an event; the registered of a published one are told when or where it is now.
pub async fn update(ctx: &Context, id: EventId, asked: Update) -> Outcome<Event, UpdateRefusal> {
    let tx = ctx.begin().await?;
    let (before, facts) = open(&tx, ctx, id).await?;
    let held = places(&*tx, &[before.id]).await?.remove(&before.id).unwrap_or_default();

    if asked.expected_revision.is_some_and(|expected| expected != before.revision) {
        return Err(UpdateRefusal::Stale { revision: before.revision }.into());
    }
    if before.state == State::Cancelled {
        return Err(UpdateRefusal::Cancelled.into());
    }
    let mut after = asked.content.over(before.clone());
    if asked.moves_agenda {
        move_deadlines(&before, &mut after);
    }
    let stranded = stranded(&tx, &before, &after).await?;
    let refusals = decide(&before, &after, held, stranded, ctx.now());
    if !refusals.is_empty() {
        return Err(Error::Refused(refusals));
    }
    let changes = changes(&before, &after);
    if changes.is_empty() {
        return Ok(seen(ctx, before, facts));
    }
    if is_moved(&before, &after) {
        let agenda = agenda(&tx, &before).await?;
        let agenda = if asked.moves_agenda {
            move_agenda(&tx, agenda, &before, after.starts_at).await?
        } else {
            agenda
        };
        if let Some(outside) = agenda.iter().find(|session| !is_inside(session, &after)) {
            return Err(UpdateRefusal::SessionOutside { title: outside.title.clone() }.into());
        }
    }

    let mut changed = Changed::between(&before, &after);
    let is_told = after.state == State::Published && !changed.is_empty();
    if after.state == State::Postponed {
        untold::keep(&mut after, &changed);
    }
    after.sequence += i32::from(is_told);
    let row = save(&tx, after).await?;
    if before.ends_at != row.ends_at {
        retime_sensitive_answers(&tx, &row).await?;
    }

    if row.starts_at < before.starts_at {
        registration::shorten_offers(&tx, &row).await?;
    }
    if before.starts_on != row.starts_on && before.starts_at > ctx.now() {
        changed.unexcused = attendance::take_back_all(&tx, ctx, &facts).await?;
    }
    if is_told {
        tell_registered(&tx, ctx, &row, &facts, News::Changed(&changed)).await?;
    }
    if has_more_places(&before, &row) {
        registration::offer_free_places(&tx, ctx, &row).await?;
    }
    let line = line("event.update", row.id, &facts);
    tx.audit(ctx, line.changing(Value::Object(changes))).await?;
    tx.commit().await?;
    Ok(seen(ctx, row, facts))
}

/// Moves the deadlines as the event's beginning moves; one that this change sets otherwise stays as it is set.
fn move_deadlines(before: &Model, after: &mut Model) {
    let shift = Shift::new(before.starts_at, after.starts_at, zone(before));
    for (was, will_be) in [
        (before.registration_opens_at, &mut after.registration_opens_at),
        (before.registration_closes_at, &mut after.registration_closes_at),
        (before.cancel_until, &mut after.cancel_until),
    ] {
        if *will_be == was {
            *will_be = was.map(|at| shift.of(at));
        }
    }
}

/// Whether the hours are others.
pub(super) fn is_moved(before: &Model, after: &Model) -> bool {
    before.starts_at != after.starts_at || before.ends_at != after.ends_at
}

/// How many take part, wait or ask to, in a way that would no longer be possible.
async fn stranded(tx: &Transaction, before: &Model, after: &Model) -> Result<i64, Halt> {
    if before.mode == after.mode {
        return Ok(0);
    }
    let lost = match after.mode {
        Mode::Both => return Ok(0),
        Mode::Online => Attends::OnSite,
        Mode::OnSite => Attends::Online,
    };
    let standing = Sql::new(
        "select count(*) from registration where event_id = ? and attends = ? \
         and state in ('pending', 'confirmed', 'offered', 'waitlisted')",
        binds![before.id, in_words(&lost)],
    );
    Ok(standing.number(&**tx).await?)
}

fn decide(
    before: &Model,
    after: &Model,
    held: Places,
    stranded: i64,
    now: DateTime<Utc>,
) -> Vec<UpdateRefusal> {
    let mut refusals: Vec<_> = wrongs(after).into_iter().map(UpdateRefusal::from).collect();
    let is_announced = matches!(before.state, State::Published | State::Postponed);
    if is_announced && is_moved(before, after) && after.ends_at <= now {
        refusals.push(UpdateRefusal::EndsInPast);
    }
    let ways = [
        (before.capacity_on_site, after.capacity_on_site, held.on_site.taken, "capacityOnSite"),
        (before.capacity_online, after.capacity_online, held.online.taken, "capacityOnline"),
    ];
    for (was, will_be, taken, field) in ways {
        // Below zero is wrong by itself, whether or not anybody has a place.
        let is_below = will_be.is_some_and(|places| places >= 0 && i64::from(places) < taken);
        if was != will_be && is_below {
            refusals.push(UpdateRefusal::CapacityBelowTaken { taken, field });
        }
    }
    if stranded > 0 {
        refusals.push(UpdateRefusal::ModeTaken { taken: stranded });
    }
    refusals
}

/// Whether someone in line may have a place now.
fn has_more_places(before: &Model, after: &Model) -> bool {
    before.capacity_on_site != after.capacity_on_site
        || before.capacity_online != after.capacity_online
        || before.mode != after.mode
}

/// The event's agenda.
pub(super) async fn agenda(tx: &Transaction, event: &Model) -> Result<Vec<session::Model>, Halt> {
    Ok(session::Entity::find().filter(session::Column::EventId.eq(event.id)).all(&**tx).await?)
}

/// Moves the agenda as the event's beginning moves.
pub(super) async fn move_agenda(
    tx: &Transaction,
    agenda: Vec<session::Model>,
    event: &Model,
    to: DateTime<Utc>,
) -> Result<Vec<session::Model>, Halt> {
    let shift = Shift::new(event.starts_at, to, zone(event));
    let mut moved = Vec::with_capacity(agenda.len());
    // An agenda has at most a hundred sessions.
    for session in agenda {
        let (starts_at, ends_at) = shift.span(session.starts_at, session.ends_at);
        let mut model = session.into_active_model();
        model.starts_at = Set(starts_at);
        model.ends_at = Set(ends_at);
        moved.push(model.update(&**tx).await?);
    }
    Ok(moved)
}

/// Whether a session is within the hours of its event.
pub(super) fn is_inside(session: &session::Model, event: &Model) -> bool {
    session.starts_at >= event.starts_at && session.ends_at <= event.ends_at
}
