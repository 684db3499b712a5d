//! Changing a session.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::json;

use super::{
    Change, Session,
    content::{Wrong, wrongs},
    places,
    read::written,
};
use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Error, Halt, Outcome},
    event::{self, State},
    id::{EventId, SessionId},
    refusals, registration,
};
use entities::session::{ActiveModel, Entity, Model};

refusals! {
    /// Why a session may not be changed.
    SessionUpdate: pub enum UpdateRefusal {
        /// Someone else changed the event in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// The event was cancelled.
        Cancelled => "EVENT_CANCELLED" on "sessionId",
        /// The title is empty.
        TitleMissing => "TITLE_MISSING" on "title",
        /// The title, or a speaker's name, is longer than 200 characters.
        TooLong { field: &'static str } => "TEXT_TOO_LONG" at field,
        /// It would end before it begins.
        EndsBeforeStart => "ENDS_BEFORE_START" on "endsAt",
        /// It would begin outside the event's time.
        OutsideEvent => "OUTSIDE_EVENT" on "startsAt",
        /// It would end after the event.
        EndsAfterEvent => "ENDS_AFTER_EVENT" on "endsAt",
        /// A number of seats below zero.
        CapacityNegative => "CAPACITY_NEGATIVE" on "capacity",
        /// So many people chose another session that would be at the same time.
        ChosenBeside { count: i64 } => "CHOSEN_BESIDE" on "startsAt",
        /// More people than that have a seat already.
        CapacityBelowTaken { taken: i64 } => "CAPACITY_BELOW_TAKEN" on "capacity",
        /// A speaker has no name.
        SpeakerNameless => "SPEAKER_NAME_MISSING" on "speakers",
    }
}

impl From<Wrong> for UpdateRefusal {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::TitleMissing => Self::TitleMissing,
            Wrong::TooLong(field) => Self::TooLong { field },
            Wrong::EndsBeforeStart => Self::EndsBeforeStart,
            Wrong::OutsideEvent => Self::OutsideEvent,
            Wrong::EndsAfterEvent => Self::EndsAfterEvent,
            Wrong::CapacityNegative => Self::CapacityNegative,
            Wrong::SpeakerNameless => Self::SpeakerNameless,
        }
    }
}

/// Changes a session; the registered of a published event are told when or where it is now.
pub async fn update(
    ctx: &Context,
    id: SessionId,
    expected_revision: Option<i32>,
    content: Change,
) -> Outcome<Session, UpdateRefusal> {
    let tx = ctx.begin().await?;
    let known = Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    let (event, facts) = event::open(&tx, ctx, EventId::of(known.event_id)).await?;
    // Read again behind the event's lock: a seat given meanwhile has moved its line.
    let before = Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    let taken = places(&*tx, &[before.id]).await?.remove(&before.id).unwrap_or_default().taken;

    if expected_revision.is_some_and(|expected| expected != event.revision) {
        return Err(UpdateRefusal::Stale { revision: event.revision }.into());
    }
    if event.state == State::Cancelled {
        return Err(UpdateRefusal::Cancelled.into());
    }
    let after = content.over(before.clone());
    let mut refusals: Vec<_> =
        wrongs(&after, &event).into_iter().map(UpdateRefusal::from).collect();
    if before.capacity != after.capacity
        && after.capacity.is_some_and(|seats| i64::from(seats) < taken)
    {
        refusals.push(UpdateRefusal::CapacityBelowTaken { taken });
    }
    let count = chosen_beside(&tx, &before, &after).await?;
    if count > 0 {
        refusals.push(UpdateRefusal::ChosenBeside { count });
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(refusals));
    }
    if before == after {
        return Ok(written(&tx, before).await?);
    }

    let model: ActiveModel = after.into_active_model().reset_all();
    let after = model.update(&*tx).await?;
    let moved = concerns_the_registered(&before, &after).then_some(&before);
    let event = event::touched(&tx, ctx, event, &facts, moved).await?;
    if before.capacity != after.capacity {
        registration::offer_free_places(&tx, ctx, &event).await?;
    }
    let session = written(&tx, after).await?;

    tx.audit(
        ctx,
        event::line("session.update", event.id, &facts).changing(json!({
            "session": id.to_string(), "title": session.title, "starts_at": session.starts_at,
            "ends_at": session.ends_at, "room": session.room, "capacity": session.capacity,
        })),
    )
    .await?;
    tx.commit().await?;
    Ok(session)
}

/// How many people would sit, or wait, in two sessions at once that were not at the same time before.
async fn chosen_beside(tx: &Transaction, before: &Model, after: &Model) -> Result<i64, Halt> {
    if (before.starts_at, before.ends_at) == (after.starts_at, after.ends_at) {
        return Ok(0);
    }
    let both = Sql::new(
        "select count(distinct mine.registration_id) from session_choice mine \
         join session_choice other on other.registration_id = mine.registration_id \
         and other.session_id <> mine.session_id and other.state = mine.state \
         join session beside on beside.id = other.session_id \
         where mine.session_id = ? and mine.state <> 'cancelled' \
         and beside.starts_at < ? and beside.ends_at > ? \
         and not (beside.starts_at < ? and beside.ends_at > ?)",
        binds![before.id, after.ends_at, after.starts_at, before.ends_at, before.starts_at],
    );
    Ok(both.number(&**tx).await?)
}

fn concerns_the_registered(before: &Model, after: &Model) -> bool {
    before.starts_at != after.starts_at
        || before.ends_at != after.ends_at
        || before.room != after.room
}
